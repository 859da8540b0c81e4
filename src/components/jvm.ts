// Pure: what a JVM is started with, by the major version of its Java. ZooKeeper 3.4 and Kafka 0.8 themselves run on all of them.
import type { JavaFacts } from '../model/facts.js';
import type { Places } from './places.js';

/** Versions that know the new logging (`-Xlog`) refuse most of the old flags, and the other way round. */
const UNIFIED_LOGGING = 9;
/** Where snappy and lz4 load their native code, these warn on standard error, and later ones are announced to refuse. */
const WARNS_OF_NATIVE_CODE = 24;
/** ExitOnOutOfMemoryError came with 8u92. */
const EXITS_ON_OUT_OF_MEMORY = 92;

/** @param name of the service; its GC log goes to the current directory as `<name>-gc.log` */
export function serviceFlags(java: JavaFacts, heap: string, name: string): readonly string[] {
  return [
    `-Xms${heap}`,
    `-Xmx${heap}`,
    // Chosen by hand: a machine with one core or less than 2 GB would get the serial one and its long pauses.
    '-XX:+UseG1GC',
    '-XX:MaxGCPauseMillis=20',
    ...exitOnOutOfMemory(java),
    ...gcLog(java.major, `${name}-gc.log`),
    ...commonFlags(java),
  ];
}

/** For the driver of somebody else's program: no choice of a collector, which is the program's business. */
export const programFlags = (java: JavaFacts, heap: string): readonly string[] => [
  `-Xmx${heap}`,
  ...exitOnOutOfMemory(java),
  ...commonFlags(java),
];

/** For the short-lived console tools. */
export const toolFlags = (java: JavaFacts): readonly string[] => ['-XX:+UseSerialGC', ...commonFlags(java)];

/** Where snappy and others unpack the native code that they load. */
export const temporaryFiles = (places: Places): string => `-Djava.io.tmpdir=${places.tmp}`;

/** A JVM that is out of memory limps on with dead threads; one that exits is seen. */
const exitOnOutOfMemory = ({ major, version }: JavaFacts): readonly string[] =>
  major > 8 || updateOf8(version) >= EXITS_ON_OUT_OF_MEMORY ? ['-XX:+ExitOnOutOfMemoryError'] : [];

const commonFlags = ({ major }: JavaFacts): readonly string[] => [
  '-Djava.awt.headless=true',
  // A listener on an IPv4 address is then seen as one, and names resolve to what the other members can reach.
  '-Djava.net.preferIPv4Stack=true',
  ...(major >= WARNS_OF_NATIVE_CODE ? ['--enable-native-access=ALL-UNNAMED'] : []),
];

const gcLog = (major: number, file: string): readonly string[] =>
  major >= UNIFIED_LOGGING
    ? [`-Xlog:gc*:file=${file}:time:filecount=5,filesize=10M`]
    : [
        `-Xloggc:${file}`,
        '-XX:+PrintGCDetails',
        '-XX:+PrintGCDateStamps',
        '-XX:+UseGCLogFileRotation',
        '-XX:NumberOfGCLogFiles=5',
        '-XX:GCLogFileSize=10M',
      ];

/** `1.8.0_412` is update 412; 0 where the version does not say. */
const updateOf8 = (version: string): number => Number(/^1\.8\.0_(\d+)/.exec(version)?.[1] ?? 0);
