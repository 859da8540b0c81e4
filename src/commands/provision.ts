import * as Flags from '@oclif/core/flags';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import type { BroughtUp } from '../flows/run/brought-up.js';
import { provisionText } from '../views/provision.js';
import { BaseCommand, type Input } from './base-command.js';
import { allow, riskNames } from './flags.js';

export default class Provision extends BaseCommand<typeof Provision, BroughtUp> {
  static override summary = 'Make the cluster what the inventory says';
  static override description =
    'Uploads and unpacks the software, writes the files, starts ZooKeeper and Kafka, creates the topics and proves that it works. Run it again after every change of the inventory: only what differs is touched.';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %> -i inventory/article.yaml', description: "Provision the article's three machines" },
    { command: '<%= config.bin %> <%= command.id %> --plan', description: 'Show what would change' },
  ];
  static override flags = { plan: Flags.boolean({ summary: 'Show what would change; change nothing.' }), allow };

  protected override async act({ flags }: Input<typeof Provision>, flow: FlowOptions): Promise<Outcome<BroughtUp>> {
    const { provision } = await import('../flows/provision.js');
    return provision({ ...flow, planOnly: flags.plan, allow: riskNames(flags.allow) });
  }

  protected override show(result: BroughtUp): string {
    return provisionText(result);
  }
}
