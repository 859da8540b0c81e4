import * as Flags from '@oclif/core/flags';
import type { CheckResult } from '../flows/check.js';
import type { FlowOptions, Outcome } from '../flows/options.js';
import { checkText } from '../output/check-text.js';
import { BaseCommand, type Input } from './base-command.js';

export default class Check extends BaseCommand<typeof Check, CheckResult> {
  static override summary = 'Say whether the hosts can carry the cluster, before anything is put on them';
  static override description =
    'Logs in to every host and looks at Java, disks, memory, ports, names, clocks, data directories, and at whether the hosts reach each other. Changes nothing. Ends with 0 when all is well, 3 when something is worth a look or could not be seen, 1 when provisioning would fail, 4 when no host could be reached.';
  static override examples = [{ command: '<%= config.bin %> <%= command.id %> --all', description: 'What is well, too' }];
  static override flags = { all: Flags.boolean({ summary: 'Show what is well, too.' }) };

  private all = false;

  protected override async act({ flags }: Input<typeof Check>, flow: FlowOptions): Promise<Outcome<CheckResult>> {
    this.all = flags.all;
    const { check } = await import('../flows/check.js');
    return check(flow);
  }

  protected override show(result: CheckResult): string {
    return checkText(result, result.sentence, this.all);
  }
}
