import * as Args from '@oclif/core/args';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import type { ServicesResult } from '../flows/services.js';
import { actionsText } from '../views/actions.js';
import { BaseCommand, type Input } from './base-command.js';

export default class Stop extends BaseCommand<typeof Stop, ServicesResult> {
  static override summary = 'Stop services, in the reverse order of their start';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %>', description: 'Everything' },
    { command: '<%= config.bin %> <%= command.id %> kafka --limit 192.168.1.2', description: 'One broker' },
  ];
  static override strict = false;
  static override args = { component: Args.string({ description: 'zookeeper, kafka, ...; none: all of them. Several may be named.' }) };

  protected override async act({ argv }: Input<typeof Stop>, flow: FlowOptions): Promise<Outcome<ServicesResult>> {
    const { services } = await import('../flows/services.js');
    return services({ ...flow, verb: 'stop', components: argv, allow: [] });
  }

  protected override show(result: ServicesResult): string {
    return actionsText(result);
  }
}
