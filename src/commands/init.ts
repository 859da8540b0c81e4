import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { AppError } from '../errors/app-error.js';
import type { InitResult } from '../flows/init.js';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import { BaseCommand, type Input } from './base-command.js';

export default class Init extends BaseCommand<typeof Init, InitResult> {
  static override summary = 'Write a commented inventory for the machines named';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %> 192.168.1.{1,2,3}', description: "The article's three machines" },
  ];
  static override strict = false;
  static override args = { address: Args.string({ description: '[user@]address[:port] of each machine' }) };
  static override flags = { name: Flags.string({ default: 'fams', summary: 'Name of the cluster.' }) };

  protected override async act({ flags, argv }: Input<typeof Init>, flow: FlowOptions): Promise<Outcome<InitResult>> {
    if (argv.length === 0)
      throw new AppError('USAGE', 'init wants the addresses of the machines.', { todo: ['For example: fams-ops init 192.168.1.{1,2,3}'] });
    const { init } = await import('../flows/init.js');
    return init(argv, flow.inventory, flags.name);
  }

  protected override show({ path }: InitResult): string {
    return `Written: ${path}\nLook it over, then: fams-ops plan -i ${path}`;
  }
}
