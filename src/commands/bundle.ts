import type { BundleResult } from '../flows/bundle.js';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import { bundleText } from '../views/bundle.js';
import { BaseCommand, type Input } from './base-command.js';

export default class Bundle extends BaseCommand<typeof Bundle, BundleResult> {
  static override summary = 'Get and check the software that the inventory needs';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %>', description: 'Get the software, once' },
    { command: '<%= config.bin %> <%= command.id %> --offline', description: 'See whether all of it is here' },
  ];

  protected override async act(_input: Input<typeof Bundle>, flow: FlowOptions): Promise<Outcome<BundleResult>> {
    const { bundle } = await import('../flows/bundle.js');
    return bundle(flow);
  }

  protected override show(result: BundleResult): string {
    return bundleText(result);
  }
}
