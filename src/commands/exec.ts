import * as Flags from '@oclif/core/flags';
import { AppError } from '../errors/app-error.js';
import type { ExecResult } from '../flows/exec.js';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import { execText } from '../views/exec.js';
import { BaseCommand, type Input } from './base-command.js';

export default class Exec extends BaseCommand<typeof Exec, ExecResult> {
  static override summary = 'Run one command on every host';
  static override description =
    'What stands after -- is an argument array and reaches the host unchanged: no shell reads it. For a pipe, name the shell: -- sh -c "ps | wc -l".';
  static override examples = [{ command: '<%= config.bin %> <%= command.id %> -- df -h', description: 'Free space everywhere' }];
  static override strict = false;
  static override flags = {
    timeout: Flags.integer({ default: 300, min: 1, helpValue: 'SECONDS', summary: 'How long it may take on a host.' }),
  };

  protected override async act({ flags, argv }: Input<typeof Exec>, flow: FlowOptions): Promise<Outcome<ExecResult>> {
    if (argv.length === 0) throw new AppError('USAGE', 'exec wants a command.', { todo: ['For example: fams-ops exec -- uptime'] });
    const { exec } = await import('../flows/exec.js');
    return exec({ ...flow, command: argv, deadlineMs: flags.timeout * 1000 });
  }

  protected override show(result: ExecResult): string {
    return execText(result);
  }
}
