import * as Flags from '@oclif/core/flags';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import type { BroughtUp } from '../flows/run/brought-up.js';
import { planText } from '../views/plan.js';
import { BaseCommand, type Input } from './base-command.js';

export default class Plan extends BaseCommand<typeof Plan, BroughtUp> {
  static override summary = 'Show what provision would change, with diffs';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %>', description: 'Show what would change' },
    {
      command: '<%= config.bin %> <%= command.id %> --exit-code',
      description: 'For a nightly job: 10 when somebody has changed something',
    },
  ];
  static override flags = { 'exit-code': Flags.boolean({ summary: 'End with 10 when there are changes.' }) };

  protected override async act({ flags }: Input<typeof Plan>, flow: FlowOptions): Promise<Outcome<BroughtUp>> {
    const { provision } = await import('../flows/provision.js');
    const outcome = await provision({ ...flow, planOnly: true, allow: [] });
    return flags['exit-code'] && outcome.result.changes > 0 ? { ...outcome, exitCode: 10 } : outcome;
  }

  protected override show(result: BroughtUp): string {
    return planText(result);
  }
}
