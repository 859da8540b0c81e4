// Pure: the answer of facts.sh as facts. Tolerant of what a host does not have; an answer that makes no sense is an error.
import type { FactsRequest, HostFacts, JavaFacts, MemoryFacts } from '../../model/facts.js';
import { parseInstallations } from './elsewhere.js';
import { parseListeners } from './listeners.js';
import { parseOccupancy } from './occupancy.js';
import { parseBundles, parseDirs, parseFiles } from './paths.js';
import { FactsRecords } from './records.js';
import { factsDirs } from './request.js';
import { parseServices } from './services.js';
import { chooseJava } from './java-choice.js';
import { javaMajor } from './java-version.js';

/** When the question was sent and when the answer was there, by our clock, ms. */
interface Asked {
  readonly beganMs: number;
  readonly endedMs: number;
}

/** @throws AppError COMMAND_FAILED */
export function parseFacts(host: string, request: FactsRequest, output: string, asked: Asked): HostFacts {
  const records = new FactsRecords(host, output);
  const system = records.required('system');
  const services = parseServices(records, request);
  const inUse = Object.values(services).flatMap(({ runtime }) => runtime?.home ?? []);
  return {
    host,
    user: records.required('user'),
    uid: records.number(records.required('uid')),
    hostname: records.required('hostname'),
    system,
    bootId: records.required('boot'),
    ...parseClock(records, asked),
    cpus: records.number(records.required('cpus')),
    memory: parseMemory(records),
    java: chooseJava(parseJavas(records), request.javaFit, inUse),
    missingTools: records.of('missing').map(({ text }) => text),
    homeWritable: records.text('home-writable') === 'yes',
    listeners: parseListeners(records, system),
    files: parseFiles(records, request),
    dirs: parseDirs(records, factsDirs(request)),
    bundles: parseBundles(records, request),
    occupancy: parseOccupancy(records, request),
    links: Object.fromEntries(records.of('link').map(({ block }) => parseLink(block))),
    services,
    names: parseNames(records, request),
    installations: parseInstallations(records),
    resolver: records.text('resolver') === 'yes',
  };
}

/**
 * The script reads the host's clock at its beginning and at its end, so its own duration is no error. The error is the time of the way
 * there and back, and for a host without %N the unknown fraction of a second.
 */
function parseClock(records: FactsRecords, { beganMs, endedMs }: Asked): Pick<HostFacts, 'clockMs' | 'clockErrorMs' | 'operatorClockMs'> {
  const first = instant(records, 'clock-begin');
  const last = instant(records, 'clock-end');
  const travelMs = Math.max(0, endedMs - beganMs - (last.ms - first.ms));
  return {
    clockMs: Math.round((first.ms + last.ms) / 2),
    operatorClockMs: Math.round((beganMs + endedMs) / 2),
    clockErrorMs: Math.ceil(travelMs / 2) + first.errorMs,
  };
}

/** Nanoseconds, or seconds where `date` knows no %N. */
function instant(records: FactsRecords, key: string): { readonly ms: number; readonly errorMs: number } {
  const text = records.required(key);
  if (/^\d{16,}$/.test(text)) return { ms: Number(text.slice(0, -6)), errorMs: 0 };
  return { ms: records.number(text) * 1000 + 500, errorMs: 500 };
}

function parseMemory(records: FactsRecords): MemoryFacts {
  const kb = new Map(records.of('memory').map(({ text }) => [text.split(':')[0], parseInt(text.split(':')[1] ?? '', 10)]));
  const of = (key: string): number => kb.get(key) ?? 0;
  return {
    totalKb: of('MemTotal'),
    // Kernels before 3.14 do not say what is available.
    availableKb: kb.get('MemAvailable') ?? of('MemFree') + of('Buffers') + of('Cached'),
    swapTotalKb: of('SwapTotal'),
    swapFreeKb: of('SwapFree'),
  };
}

function parseJavas(records: FactsRecords): readonly JavaFacts[] {
  const versions = records.of('java-version');
  return records.of('java-home').flatMap(({ text: home }, i) => {
    const version = versions[i]?.text ?? '';
    const major = javaMajor(version);
    return major === null ? [] : [{ home, version, major }];
  });
}

function parseLink(block: Buffer | null): readonly [string, string] {
  const [path = '', real = ''] = (block?.toString('utf8') ?? '').split('\0');
  return [path, real];
}

function parseNames(records: FactsRecords, { names }: FactsRequest): Readonly<Record<string, readonly string[]>> {
  const said = new Map(records.of('name').map(({ text }) => [text.split(' ')[0], text.split(' ').slice(1)]));
  return Object.fromEntries(names.map((name, i) => [name, [...new Set(said.get(String(i)) ?? [])]]));
}
