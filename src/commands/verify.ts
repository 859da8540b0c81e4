import * as Flags from '@oclif/core/flags';
import { AppError } from '../errors/app-error.js';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import type { CheckList, Verified, VerifyOptions, VerifyResult } from '../flows/verify.js';
import type { LookResult } from '../flows/watch.js';
import { checkListText, explainText } from '../views/check-list.js';
import { failed, succeeded } from '../views/envelope.js';
import { nagiosFailure, nagiosText } from '../views/nagios.js';
import { prometheusFailure, prometheusText } from '../views/prometheus.js';
import { screen } from '../terminal/screen.js';
import { printResult } from '../terminal/terminal.js';
import { replaceFile } from '../terminal/text-file.js';
import { verdictText } from '../views/verdict.js';
import { watchPicture } from '../views/watch.js';
import { BaseCommand, endedBy, type Input } from './base-command.js';
import { withValue } from './optional-value.js';

const FORMATS = ['nagios', 'prometheus'] as const;
const EVERY_S = 10;
const FORMS = ['list', 'explain', 'format', 'watch'];
const without = (form: string): string[] => FORMS.filter((one) => one !== form);

export default class Verify extends BaseCommand<typeof Verify, VerifyResult | CheckList> {
  static override summary = 'Say whether the cluster works, and if not, what to do';
  static override description =
    'Ends with 0 when everything is well, 3 when it serves but something is degraded or could not be read, 1 when something is critical, 4 when no host could be reached. It changes nothing: what it writes to prove that writing works is its own and goes away again.';
  static override examples = [
    { command: '<%= config.bin %> <%= command.id %>', description: 'Everything, with the console round trip' },
    { command: '<%= config.bin %> <%= command.id %> --fast', description: 'What needs no JVM: a second or two' },
    { command: '<%= config.bin %> <%= command.id %> --only zookeeper,host.disk', description: 'Some checks' },
    { command: '<%= config.bin %> <%= command.id %> --explain kafka.isr', description: 'What a check means and how to leave it out' },
    { command: '<%= config.bin %> <%= command.id %> --fast --format nagios', description: 'As a Nagios plug-in' },
    { command: '<%= config.bin %> <%= command.id %> --watch 5', description: 'Again every five seconds' },
  ];
  static override flags = {
    only: Flags.string({
      helpValue: 'ID,',
      delimiter: ',',
      multiple: true,
      multipleNonGreedy: true,
      summary: 'Only these checks; "kafka" means kafka.*.',
    }),
    skip: Flags.string({ helpValue: 'ID,', delimiter: ',', multiple: true, multipleNonGreedy: true, summary: 'Without these checks.' }),
    fast: Flags.boolean({ summary: 'Leave out what starts a JVM.' }),
    deep: Flags.boolean({ exclusive: ['fast', 'watch'], summary: 'Also what reads everything again and may take minutes.' }),
    topic: Flags.string({ helpValue: 'NAME', summary: 'Topic for the console round trip instead of the probe topic.' }),
    all: Flags.boolean({ summary: 'Show what is well, too.' }),
    list: Flags.boolean({ exclusive: without('list'), summary: 'List the checks; asks no host and needs no inventory.' }),
    explain: Flags.string({ helpValue: 'ID', exclusive: without('explain'), summary: 'Explain a check, or all of kafka.*.' }),
    format: Flags.option({ options: FORMATS, exclusive: [...without('format'), 'json'], summary: 'As monitoring systems read it.' })(),
    output: Flags.string({ helpValue: 'FILE', dependsOn: ['format'], summary: 'Replace this file (only with --format prometheus).' }),
    watch: Flags.integer({
      helpValue: '[SECONDS]',
      min: 1,
      max: 86_400,
      exclusive: without('watch'),
      summary: `Look again every so many seconds (default ${EVERY_S}), by the fast checks, until Ctrl-C.`,
    }),
  };

  private everything = false;
  private explains = false;
  private inventory: string | null = null;
  private printed = false;
  private metrics: ((text: string) => Promise<void>) | null = null;

  override run(): Promise<VerifyResult | CheckList> {
    this.argv = withValue(this.argv, '--watch', String(EVERY_S), /^[\d.-]+$/);
    return super.run();
  }

  protected override async act(
    { flags, json }: Input<typeof Verify>,
    flow: FlowOptions,
  ): Promise<Outcome<VerifyResult | LookResult | CheckList>> {
    const { listChecks, verify } = await import('../flows/verify.js');
    this.everything = flags.all;
    this.explains = flags.explain !== undefined;
    this.inventory = flags.inventory === Verify.baseFlags.inventory.default ? null : flags.inventory;
    if (flags.list || flags.explain !== undefined) return listChecks(flags.explain ?? null);
    const { fast, deep, topic = null } = flags;
    const options = { ...flow, fast, deep, topic, only: trimmed(flags.only), skip: trimmed(flags.skip) };
    if (flags.watch !== undefined) return this.watch({ ...options, fast: true }, flags.watch, json);
    if (flags.format === 'prometheus') this.metrics = (text) => deliver(text, flags.output);
    else if (flags.output !== undefined)
      throw new AppError('USAGE', '--output goes with --format prometheus.', { todo: ['Leave it out.'] });
    return this.shaped(await verify(options), flags.format);
  }

  /** The forms for monitoring systems are printed here, and have exit codes of their own. */
  private async shaped(seen: Verified, format: (typeof FORMATS)[number] | undefined): Promise<Outcome<VerifyResult>> {
    if (format === undefined) return seen;
    this.printed = true;
    if (format === 'nagios') {
      const { text, exitCode } = nagiosText(seen);
      printResult(text);
      return { ...seen, exitCode };
    }
    await this.metrics?.(prometheusText(seen, this.config.version));
    return { ...seen, exitCode: 0 };
  }

  /** Drawn in place on a terminal, else one document a line. Ends as its last look does: to end a watch is no error. */
  private async watch(options: VerifyOptions, everyS: number, json: boolean): Promise<Outcome<LookResult>> {
    const { watch } = await import('../flows/watch.js');
    const terminal = json ? null : screen(options.env);
    const picture = watchPicture({ everyS, everything: this.everything, inventory: this.inventory });
    this.printed = true;
    const onLook = ({ cluster, ok, result }: Outcome<LookResult>): void => {
      if (terminal === null) printResult(JSON.stringify(succeeded({ command: 'verify', cluster }, ok, result)));
      else terminal.show(picture(cluster ?? '', result, terminal));
    };
    return watch({ ...options, everyMs: everyS * 1000, onLook });
  }

  protected override print(outcome: Outcome<VerifyResult | CheckList>, quiet: boolean): void {
    if (!this.printed) super.print(outcome, quiet);
  }

  protected override show(result: VerifyResult | CheckList): string {
    if ('sentence' in result) return verdictText(result, result.sentence, this.everything, { inventory: this.inventory });
    return this.explains ? explainText(result.checks) : checkListText(result.checks);
  }

  protected override async catch(thrown: Error): Promise<void> {
    const error = endedBy(thrown);
    if (valueOf(this.argv, '--format') === 'nagios') {
      const { text, exitCode } = nagiosFailure(error);
      printResult(text);
      process.exitCode = exitCode;
      return;
    }
    if (valueOf(this.argv, '--watch') !== undefined && this.jsonEnabled()) {
      printResult(JSON.stringify(failed({ command: 'verify', cluster: null }, error)));
      process.exitCode = error.exitCode;
      return;
    }
    // What could not be written once is not written again, and who interrupts a run knows that it did not end.
    if (error.code !== 'INTERRUPTED' && error.code !== 'COMMAND_FAILED')
      await this.metrics?.(prometheusFailure(null, new Date(), this.config.version)).catch(() => undefined);
    return super.catch(thrown);
  }
}

async function deliver(text: string, file: string | undefined): Promise<void> {
  if (file === undefined) printResult(text);
  else await replaceFile(file, text);
}

const trimmed = (names: readonly string[] = []): readonly string[] => names.map((name) => name.trim());

/** Of a flag as it was typed, for errors of the parser itself. */
function valueOf(argv: readonly string[], flag: string): string | undefined {
  const at = argv.findIndex((word) => word === flag || word.startsWith(`${flag}=`));
  if (at === -1) return undefined;
  return argv[at] === flag ? argv[at + 1] : argv[at]?.slice(flag.length + 1);
}
