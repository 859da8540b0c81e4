import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { AppError } from '../errors/app-error.js';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import type { SubmitResult } from '../flows/submit.js';
import type { Chunk } from '../model/session.js';
import { passThrough, printNote } from '../terminal/terminal.js';
import { BaseCommand, type Input } from './base-command.js';

export default class Submit extends BaseCommand<typeof Submit, SubmitResult> {
  static override summary = 'Run a Spark 1.3.1 program of your own on the launched cluster';
  static override description =
    "Uploads the jar and runs its driver on a host with Spark, with Spark's connector to Kafka on the class path of driver and executors. What the driver prints comes here as it is printed; Ctrl-C ends it. What stands after -- are the program's arguments and reach it unchanged.";
  static override examples = [
    {
      command: '<%= config.bin %> <%= command.id %> app.jar --class com.example.Top -- 192.168.1.1:2181 2',
      description: 'With two arguments, on all cores that are free',
    },
    {
      command: '<%= config.bin %> <%= command.id %> app.jar --class com.example.Top --cores 2 --conf spark.streaming.blockInterval=100',
      description: 'On two cores, with a property of Spark',
    },
  ];
  static override strict = false;
  static override args = { jar: Args.string({ required: true, description: "the program's jar, on this machine" }) };
  static override flags = {
    class: Flags.string({ required: true, helpValue: 'CLASS', summary: 'Class whose main method starts the program.' }),
    on: Flags.string({ helpValue: 'HOST', summary: 'Host of the driver; else one with the role calculator, else another with Spark.' }),
    cores: Flags.integer({ min: 1, helpValue: 'N', summary: 'Cores of all its executors together; else all that are free.' }),
    'driver-memory': Flags.string({ default: '512m', helpValue: 'SIZE', summary: 'Heap of the driver.' }),
    'executor-memory': Flags.string({ default: '512m', helpValue: 'SIZE', summary: 'Heap of each executor.' }),
    name: Flags.string({ summary: 'Name of the application, where the program sets none; else the name of the class.' }),
    conf: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'KEY=VALUE',
      summary: 'A property of Spark; may be given more than once.',
    }),
  };

  protected override async act({ flags, argv, json }: Input<typeof Submit>, flow: FlowOptions): Promise<Outcome<SubmitResult>> {
    const [jar, ...rest] = argv;
    if (jar === undefined) throw new AppError('USAGE', 'submit wants a jar.', { todo: ['See --help.'] });
    const { submit } = await import('../flows/submit.js');
    return submit({
      ...flow,
      jar,
      mainClass: flags.class,
      arguments: rest,
      on: flags.on ?? null,
      cores: flags.cores ?? null,
      driverMemory: flags['driver-memory'],
      executorMemory: flags['executor-memory'],
      name: flags.name ?? null,
      conf: flags.conf ?? [],
      // With --json standard output is the one document, which has the end of it.
      onOutput: ({ stream, bytes }: Chunk) => (json && stream === 'stdout' ? Promise.resolve() : passThrough(stream, bytes)),
    });
  }

  /** Its output is there already, and standard output is its own. */
  protected override print(outcome: Outcome<SubmitResult>, quiet: boolean): void {
    const { host, mainClass, failure } = outcome.result;
    if (failure !== null) printNote(`fams-ops: ${mainClass} failed on ${host}: ${failure}`);
    if (this.jsonEnabled()) super.print(outcome, quiet);
  }

  protected override show(): string {
    return '';
  }
}
