import * as Flags from '@oclif/core/flags';
import type { DestroyResult } from '../flows/destroy.js';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import { destroyText } from '../views/actions.js';
import { BaseCommand, type Input } from './base-command.js';

export default class Destroy extends BaseCommand<typeof Destroy, DestroyResult> {
  static override summary = 'Take down what fams-ops made on the hosts; data stays unless --data';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %> --confirm fams', description: 'Take the cluster down and keep its data' },
    { command: '<%= config.bin %> <%= command.id %> --confirm fams --data', description: 'Remove the data too' },
  ];
  static override flags = {
    confirm: Flags.string({ helpValue: 'NAME', summary: "The cluster's name, instead of being asked for it." }),
    data: Flags.boolean({ summary: 'Remove the data directories too. There is no way back.' }),
  };

  protected override async act({ flags }: Input<typeof Destroy>, flow: FlowOptions): Promise<Outcome<DestroyResult>> {
    const { destroy } = await import('../flows/destroy.js');
    return destroy({ ...flow, withData: flags.data, confirm: flags.confirm ?? null, allow: [] });
  }

  protected override show(result: DestroyResult): string {
    return destroyText(result);
  }
}
