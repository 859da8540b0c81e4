import * as Args from '@oclif/core/args';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import type { ServicesResult } from '../flows/services.js';
import { actionsText } from '../views/actions.js';
import { BaseCommand, type Input } from './base-command.js';

export default class Start extends BaseCommand<typeof Start, ServicesResult> {
  static override summary = 'Start services that are off, in the order that they need each other';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %>', description: 'Everything that is off' },
    { command: '<%= config.bin %> <%= command.id %> kafka', description: 'The brokers only' },
  ];
  static override strict = false;
  static override args = { component: Args.string({ description: 'zookeeper, kafka, ...; none: all of them. Several may be named.' }) };

  protected override async act({ argv }: Input<typeof Start>, flow: FlowOptions): Promise<Outcome<ServicesResult>> {
    const { services } = await import('../flows/services.js');
    return services({ ...flow, verb: 'start', components: argv, allow: [] });
  }

  protected override show(result: ServicesResult): string {
    return actionsText(result);
  }
}
