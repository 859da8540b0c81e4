import * as Flags from '@oclif/core/flags';
import type { CheckResult, ExplainedChecks } from '../flows/check.js';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import { checkText, explainedText } from '../views/check.js';
import { BaseCommand, type Input } from './base-command.js';

export default class Check extends BaseCommand<typeof Check, CheckResult | ExplainedChecks> {
  static override summary = 'Say whether the hosts can carry the cluster, before anything is put on them';
  static override description =
    'Logs in to every host and looks at Java, disks, memory, ports, names, clocks, data directories, and at whether the hosts reach each other. Changes nothing. Ends with 0 when all is well, 3 when something is worth a look or could not be seen, 1 when provisioning would fail, 4 when no host could be reached.';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %> --all', description: 'What is well, too' },
    { command: '<%= config.bin %> <%= command.id %> --explain host.reach', description: 'What a check means' },
  ];
  static override flags = {
    all: Flags.boolean({ summary: 'Show what is well, too.' }),
    explain: Flags.string({ helpValue: 'ID', summary: 'Explain a check, or all of host.*; asks no host and needs no inventory.' }),
  };

  private all = false;
  private inventory: string | null = null;

  protected override async act({ flags }: Input<typeof Check>, flow: FlowOptions): Promise<Outcome<CheckResult | ExplainedChecks>> {
    this.all = flags.all;
    this.inventory = flags.inventory === Check.baseFlags.inventory.default ? null : flags.inventory;
    const { check, explainChecks } = await import('../flows/check.js');
    return flags.explain === undefined ? check(flow) : explainChecks(flags.explain);
  }

  protected override show(result: CheckResult | ExplainedChecks): string {
    return 'sentence' in result ? checkText(result, this.all, this.inventory) : explainedText(result.checks);
  }
}
