import * as Flags from '@oclif/core/flags';
import type { FlowOptions, Outcome } from '../flows/options.js';
import type { VerifyResult } from '../flows/verify.js';
import { verdictText } from '../output/verdict-text.js';
import { BaseCommand, type Input } from './base-command.js';

export default class Verify extends BaseCommand<typeof Verify, VerifyResult> {
  static override summary = 'Say whether the cluster works, and if not, what to do';
  static override description =
    'Ends with 0 when everything is well, 3 when it serves but something is degraded or could not be read, 1 when something is critical, 4 when no host could be reached. Writes nothing but one token into the probe topic.';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %>', description: 'Everything, with the console round trip' },
    { command: '<%= config.bin %> <%= command.id %> --fast', description: 'What needs no JVM: a second or less' },
  ];
  static override flags = {
    fast: Flags.boolean({ summary: 'Leave out what starts a JVM.' }),
    topic: Flags.string({ helpValue: 'NAME', summary: 'Topic for the console round trip instead of the probe topic.' }),
    all: Flags.boolean({ summary: 'Show what is well, too.' }),
  };

  private all = false;

  protected override async act({ flags }: Input<typeof Verify>, flow: FlowOptions): Promise<Outcome<VerifyResult>> {
    this.all = flags.all;
    const { verify } = await import('../flows/verify.js');
    return verify({ ...flow, fast: flags.fast, topic: flags.topic ?? null });
  }

  protected override show(result: VerifyResult): string {
    return verdictText(result, result.sentence, this.all);
  }
}
