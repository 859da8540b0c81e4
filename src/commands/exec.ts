import * as Flags from '@oclif/core/flags';
import { AppError } from '../errors/app-error.js';
import type { ExecResult } from '../flows/exec.js';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
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

  protected override show({ hosts, mostBytes }: ExecResult): string {
    const lines = hosts.flatMap(({ host, exitCode, stdout, stderr, truncated }) => [
      ...[stdout, stderr].flatMap((text) =>
        text === ''
          ? []
          : text
              .trimEnd()
              .split('\n')
              .map((line) => `${host}  ${line}`),
      ),
      ...(truncated ? [`${host}  ${cutMark(mostBytes)}`] : []),
      ...(exitCode === 0 ? [] : [`${host}  ${exitCode === null ? 'did not end by itself' : `ended with ${String(exitCode)}`}`]),
    ]);
    return lines.join('\n');
  }
}

const cutMark = (mostBytes: number): string =>
  `fams-ops: cut here: stdout or stderr was longer than ${(mostBytes / 2 ** 20).toFixed(1)} MiB. Let the command write to a file on the host, or ask for less of it.`;
