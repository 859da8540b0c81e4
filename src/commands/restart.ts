import * as Args from '@oclif/core/args';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import type { ServicesResult } from '../flows/services.js';
import { actionsText } from '../views/actions.js';
import { BaseCommand, type Input } from './base-command.js';
import { allow, riskNames } from './flags.js';

export default class Restart extends BaseCommand<typeof Restart, ServicesResult> {
  static override summary = 'Restart services one at a time, each only when the others are fully back; what is named and off is started';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %>', description: 'Everything, one service at a time' },
    { command: '<%= config.bin %> <%= command.id %> kafka --limit 192.168.1.2', description: 'One broker' },
  ];
  static override strict = false;
  static override args = { component: Args.string({ description: 'zookeeper, kafka, ...; none: all of them. Several may be named.' }) };
  static override flags = { allow };

  protected override async act({ flags, argv }: Input<typeof Restart>, flow: FlowOptions): Promise<Outcome<ServicesResult>> {
    const { services } = await import('../flows/services.js');
    return services({ ...flow, verb: 'restart', components: argv, allow: riskNames(flags.allow) });
  }

  protected override show(result: ServicesResult): string {
    return actionsText(result);
  }
}
