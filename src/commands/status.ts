import type { FlowOptions, Outcome } from '../flows/run/options.js';
import type { StatusResult } from '../flows/status.js';
import { consolesText } from '../views/consoles.js';
import { streamingText } from '../views/jobs.js';
import { table } from '../terminal/table.js';
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

  protected override show({ services, consoles, ...streaming }: StatusResult): string {
    const head = ['HOST', 'COMPONENT', 'ID', 'STATE', 'PID', 'SINCE', 'RESTARTS', ''];
    const rows = services.map((one) => [
      one.host,
      one.component,
      one.id === null ? '-' : String(one.id),
      one.state,
      one.pid === null ? '-' : String(one.pid),
      one.startedAt ?? '-',
      String(one.restarts),
      one.reason ?? '',
    ]);
    const pages = consolesText(consoles);
    return [table([head, ...rows]), ...streamingText(streaming), ...(pages.length === 0 ? [] : ['', ...pages])].join('\n');
  }
}
