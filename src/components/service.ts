// Pure: the files by which a JVM runs as a service, and the fingerprint of everything whose change asks for a restart.
import { createHash } from 'node:crypto';
import { quote } from '../hosts/session/quote.js';
import type { ComponentName } from '../model/cluster.js';
import type { BundleUse, DataDir, Instance, PlannedFile, Service } from '../model/component.js';
import { fillHoles } from './holes.js';
import { serviceFlags, temporaryFiles } from './jvm.js';
import type { Places } from './places.js';
import { readTemplate } from './templates.js';

export interface JvmService {
  readonly mainClass: string;
  /** Of the JVM, beside those of every service. */
  readonly flags?: readonly string[];
  readonly arguments: readonly string[];
  readonly heap: string;
  /** The component's own files; watched. */
  readonly own: readonly PlannedFile[];
  /**
   * A script that the start script reads before the JVM starts, in the same shell; watched. While it waits, `run/<component>.waits` says
   * why, and the service counts as starting.
   */
  readonly before?: PlannedFile;
  readonly log4j: PlannedFile;
  readonly classPath: readonly string[];
  /** What it runs from; watched. */
  readonly software: readonly BundleUse[];
  /** Its data directories, and the configuration file that names them; left out for a component without data. */
  readonly data?: { readonly records: readonly DataDir[]; readonly config: string };
  /** Variables of the process and of what it starts. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Names in the log directory, the one to show first. */
  readonly logs: readonly string[];
  readonly stopMs: number;
}

/** The service of one instance, and its files: those given and those that start it and watch over it. */
export function jvmService(instance: Instance, places: Places, jvm: JvmService): { service: Service; files: readonly PlannedFile[] } {
  const { component } = instance;
  const start: PlannedFile = { path: `${places.bin}/${component}.run`, text: startScript(instance, places, jvm), mode: 0o755 };
  const digests = jvm.software.map(({ digestFile, bundle }) => ({ path: digestFile, text: `${bundle.digest}\n` }));
  const before = jvm.before === undefined ? [] : [jvm.before];
  const watched = [...jvm.own, jvm.log4j, ...before, start, ...digests];
  const paths = watched.map((file) => file.path);
  return {
    service: {
      component,
      base: places.base,
      run: start.path,
      watched: paths,
      fingerprint: fingerprint(watched),
      logs: jvm.logs.map((name) => `${places.log}/${name}`),
      stopMs: jvm.stopMs,
    },
    files: [
      ...jvm.own,
      jvm.log4j,
      ...before,
      start,
      { path: `${places.bin}/${component}.watched`, text: paths.map((path) => `${path}\n`).join(''), mode: 0o644 },
      ...(instance.host.connection === 'local' ? [{ path: `${places.bin}/no-boot`, text: NO_BOOT, mode: 0o644 }] : []),
      ...['process.sh', 'supervise.sh', 'service.sh'].map((name) => ({
        path: `${places.bin}/${name}`,
        text: readTemplate(`service/${name}`),
        mode: 0o755,
      })),
    ],
  };
}

/** On the operator's own machine a trial must not write into the crontab of the person. */
const NO_BOOT = 'While this file is here, the services are not put into the crontab, and do not come back after a reboot.\n';

/** What `sha256sum FILE... | sha256sum` says of these files; the supervisor computes the same on the host at each start. */
export function fingerprint(files: readonly Pick<PlannedFile, 'path' | 'text'>[]): string {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  return sha256(files.map(({ path, text }) => `${sha256(text)}  ${path}\n`).join(''));
}

/** Where each start leaves a copy of the configuration that it was given: the file itself may be written anew meanwhile. */
export const startedCopy = ({ run }: Places, component: ComponentName): string => `${run}/${component}.started`;

/** Name of the copy in each data directory, which stays when all but the data is removed. */
export const STARTED = 'fams-ops.started';

/** Lines of the start script that refuse to start over a directory without its record; none for a component without data. */
function recordLines({ component }: Instance, { data }: JvmService): string {
  const [first] = data?.records ?? [];
  if (data === undefined || first === undefined) return '';
  const { cluster, id } = first.record;
  return fillHoles(readTemplate('service/records.run'), {
    component,
    cluster,
    id: String(id),
    dirs: pathWords(data.records),
  });
}

/** Lines of the start script that leave copies of the configuration, right before the process starts. */
const startedLines = ({ component }: Instance, places: Places, { data }: JvmService): string =>
  data === undefined
    ? ''
    : fillHoles(readTemplate('service/started.run'), {
        dirs: pathWords(data.records),
        config: shellWord(data.config),
        started: shellWord(startedCopy(places, component)),
        copy: STARTED,
      });

const pathWords = (dirs: readonly DataDir[]): string => dirs.map(({ path }) => shellWord(path)).join(' ');

function startScript(instance: Instance, places: Places, jvm: JvmService): string {
  const { component, java } = instance;
  const words = [
    ...serviceFlags(java, jvm.heap, component),
    temporaryFiles(places),
    ...(jvm.flags ?? []),
    `-Dlog4j.configuration=${fileUrl(jvm.log4j.path)}`,
    '-cp',
    jvm.classPath.join(':'),
    jvm.mainClass,
    ...jvm.arguments,
  ];
  const environment = Object.entries(jvm.environment ?? {}).map(([name, value]) => `\nexport ${name}=${shellWord(value)}`);
  return fillHoles(readTemplate('service/jvm.run'), {
    component,
    environment: environment.join(''),
    records: recordLines(instance, jvm),
    logDir: shellWord(places.log),
    before: jvm.before === undefined ? '' : `. ${shellWord(jvm.before.path)}\n`,
    started: startedLines(instance, places, jvm),
    java: shellWord(`${java.home}/bin/java`),
    arguments: words.map(shellWord).join(' \\\n  '),
  });
}

/** Quoted where it must be, so that a person can still read the script. */
export const shellWord = (word: string): string => (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : quote(word));

/** log4j takes a URL. */
export const fileUrl = (path: string): string => `file:${path.split('/').map(encodeURIComponent).join('/')}`;
