import type { FlowOptions, Outcome } from '../flows/run/options.js';
import type { UnlockResult } from '../flows/unlock.js';
import { BaseCommand, type Input } from './base-command.js';

export default class Unlock extends BaseCommand<typeof Unlock, UnlockResult> {
  static override summary = 'Show who holds the cluster lock, and take it away from a run that is dead';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %>', description: 'Show the holder, and ask' },
    { command: '<%= config.bin %> <%= command.id %> --yes', description: 'Take the lock away without asking' },
  ];

  protected override async act(_input: Input<typeof Unlock>, flow: FlowOptions): Promise<Outcome<UnlockResult>> {
    const { unlock } = await import('../flows/unlock.js');
    return unlock(flow);
  }

  protected override show({ removed }: UnlockResult): string {
    return removed ? 'The lock was removed.' : 'Nobody holds the lock.';
  }
}
