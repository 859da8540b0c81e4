// Pure: how the driver of a submitted program is started on a host.
import type { Instance, ResolvedInstances } from '../../model/component.js';
import { programFlags, temporaryFiles } from '../jvm.js';
import { placesOf } from '../places.js';
import { portOf } from '../instances.js';
import { javaOptions } from './java.js';
import { masterUrl, placesEnvironment } from './places.js';
import { DRIVER_WEB } from './section.js';
import { JOBS_JAR, jobsSoftware, sparkSoftware } from './software.js';

export interface Program {
  /** On the host. */
  readonly jar: string;
  readonly mainClass: string;
  readonly arguments: readonly string[];
  readonly name: string;
  readonly cores: number;
  readonly driverMemory: string;
  readonly executorMemory: string;
  /** Properties of Spark as the person gave them; they win over ours. */
  readonly conf: ReadonlyMap<string, string>;
  /** Directory of this one run on the host. */
  readonly run: string;
}

/** Where submitted programs live on a host: their jars, their working directories, the runs that go on. */
export const submittedOf = ({ host }: Instance, { cluster }: ResolvedInstances): string => `${placesOf(cluster, host).base}/submitted`;

/** The port of the calculator's pages stays free for it. Spark goes on to the next one where this is in use. */
function pagesPort({ host }: Instance, { instances }: ResolvedInstances): number {
  const calculator = instances.find((one) => one.host.name === host.name && one.settings.ports['driverWeb'] !== undefined);
  return (calculator === undefined ? DRIVER_WEB : portOf(calculator, 'driverWeb')) + 1;
}

const LISTENER = 'fams.streaming.ProgramListener';
const MAIN = 'fams.streaming.SubmittedProgram';
/** Properties that are not given by --conf, and how else they are. */
export const OWNED: Readonly<Record<string, string>> = {
  'spark.app.name': 'use --name',
  'spark.cores.max': 'use --cores',
  'spark.driver.host': 'it is the address of the host',
  'spark.driver.memory': 'use --driver-memory',
  'spark.executor.memory': 'use --executor-memory',
  'spark.local.dir': 'it lies below the directory of fams-ops',
  'spark.jars': 'put what the program needs into its jar',
  'spark.master': 'it follows from the roles of the hosts',
};

export function driverCommand(
  instance: Instance,
  resolved: ResolvedInstances,
  program: Program,
): { readonly words: readonly string[]; readonly environment: Readonly<Record<string, string>> } {
  const { host, java } = instance;
  const places = placesOf(resolved.cluster, host);
  const spark = sparkSoftware(instance, resolved);
  const jobs = `${jobsSoftware(instance, resolved).dir}/${JOBS_JAR}`;
  const conf = new Map([
    ['spark.driver.host', host.address],
    ['spark.ui.port', String(pagesPort(instance, resolved))],
    // It would draw bars between the program's own lines.
    ['spark.ui.showConsoleProgress', 'false'],
    ...program.conf,
  ]);
  conf.set('spark.extraListeners', [LISTENER, conf.get('spark.extraListeners')].filter(Boolean).join(','));
  const more = conf.get('spark.driver.extraClassPath');
  const words = [
    `${java.home}/bin/java`,
    ...programFlags(java, program.driverMemory),
    temporaryFiles(places),
    // On the line itself: the launcher would print what it takes from the variable.
    ...(javaOptions(java)?.split(' ') ?? []),
    '-Dlog4j.configuration=submitted-log4j.properties',
    ...splitWords(conf.get('spark.driver.extraJavaOptions') ?? ''),
    ...['-cp', [program.run, jobs, `${spark.dir}/lib/*`, ...(more === undefined ? [] : [more])].join(':')],
    ...[MAIN, program.run, host.address],
    ...['--master', masterUrl(resolved), '--class', program.mainClass, '--name', program.name],
    ...['--driver-memory', program.driverMemory, '--executor-memory', program.executorMemory],
    // The executors need it for the files of the driver's host.
    ...['--total-executor-cores', String(program.cores), '--jars', jobs],
    ...[...conf].flatMap(([key, value]) => ['--conf', `${key}=${value}`]),
    program.jar,
    ...program.arguments,
  ];
  return { words, environment: placesEnvironment(instance, places, spark.dir) };
}

/** Options in one text, as Spark splits it: at blanks, but not within quotes. */
export function splitWords(text: string): readonly string[] {
  const words = text.match(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gs) ?? [];
  return words.map((word) =>
    word.replace(
      /\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/gs,
      (_all, one?: string, double?: string, single?: string) =>
        one ?? (double === undefined ? (single ?? '') : double.replace(/\\(.)/gs, '$1')),
    ),
  );
}
