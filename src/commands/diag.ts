import * as Flags from '@oclif/core/flags';
import type { DiagResult } from '../flows/diag.js';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import { diagText } from '../views/diag.js';
import { BaseCommand, type Input } from './base-command.js';

export default class Diag extends BaseCommand<typeof Diag, DiagResult> {
  static override summary = 'Gather everything about the cluster into one archive to send to somebody';
  static override description =
    'Configuration as it is on the hosts, logs, what the services answer, threads, limits, disks, the verdict and the journals of the last runs. Secrets are removed. What cannot be read, as of a host that is down, is listed in its README.txt.';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %> --output trouble.tar.gz', description: 'Under a name of your own' },
  ];
  static override flags = {
    output: Flags.string({ char: 'o', helpValue: 'FILE', summary: 'Name of the archive; it must not be there yet.' }),
    threads: Flags.boolean({
      default: true,
      allowNo: true,
      summary: 'Ask our JVMs for the stacks of their threads, which they write to their .out files.',
    }),
  };

  protected override async act({ flags }: Input<typeof Diag>, flow: FlowOptions): Promise<Outcome<DiagResult>> {
    const { diag } = await import('../flows/diag.js');
    return diag({ ...flow, output: flags.output ?? null, threads: flags.threads, program: this.config.userAgent });
  }

  protected override show(result: DiagResult): string {
    return diagText(result);
  }
}
