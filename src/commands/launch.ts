import * as Flags from '@oclif/core/flags';
import type { BroughtUp } from '../flows/run/brought-up.js';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import type { ServicesResult } from '../flows/services.js';
import { actionsText } from '../views/actions.js';
import { provisionText } from '../views/provision.js';
import { BaseCommand, type Input } from './base-command.js';
import { allow, riskNames } from './flags.js';

export default class Launch extends BaseCommand<typeof Launch, BroughtUp | ServicesResult> {
  static override summary = 'Start Spark, the producer and the popularity calculator';
  static override description =
    'Needs a provisioned cluster. Uploads Spark and the jobs, starts the master, the workers, the producer and the calculator, and waits for the first batch. Run it again after a change of the inventory: what differs is restarted, and the calculator goes on from its snapshot.';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %>', description: 'Start what the roles of the hosts say' },
    { command: '<%= config.bin %> <%= command.id %> --plan', description: 'Show what would change' },
    { command: '<%= config.bin %> <%= command.id %> --stop producer', description: 'Stop the producer; without a name all of it' },
  ];
  static override strict = false;
  static override flags = {
    plan: Flags.boolean({ summary: 'Show what would change; change nothing.', exclusive: ['stop'] }),
    stop: Flags.boolean({ summary: 'Stop the components named, or all that launch starts.' }),
    allow,
  };

  protected override async act({ flags, argv }: Input<typeof Launch>, flow: FlowOptions): Promise<Outcome<BroughtUp | ServicesResult>> {
    const { launch, stopLaunched } = await import('../flows/launch.js');
    const options = { ...flow, allow: riskNames(flags.allow) };
    if (flags.stop) return stopLaunched({ ...options, components: argv });
    const [extra] = argv;
    if (extra !== undefined) this.error(`Unexpected argument: ${extra}. Only --stop takes names of components.`, { exit: 2 });
    return launch({ ...options, planOnly: flags.plan });
  }

  protected override show(result: BroughtUp | ServicesResult): string {
    return 'verify' in result ? provisionText(result) : actionsText(result);
  }
}
