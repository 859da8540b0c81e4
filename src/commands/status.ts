import type { FlowOptions, Outcome } from '../flows/run/options.js';
import type { StatusResult } from '../flows/status.js';
import { statusText } from '../views/status.js';
import { BaseCommand, type Input } from './base-command.js';

export default class Status extends BaseCommand<typeof Status, StatusResult> {
  static override summary = 'Show what runs where';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %>', description: 'What runs where' },
    { command: '<%= config.bin %> <%= command.id %> --json', description: 'For a program' },
  ];

  protected override async act(_input: Input<typeof Status>, flow: FlowOptions): Promise<Outcome<StatusResult>> {
    const { status } = await import('../flows/status.js');
    return status(flow);
  }

  protected override show(result: StatusResult): string {
    return statusText(result);
  }
}
