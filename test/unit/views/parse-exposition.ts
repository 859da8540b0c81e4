// A reader of the text format of Prometheus, written from its description and strict where the format is: a test's own, so that
// writer and reader do not share a mistake.

export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface FamilyRead {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly series: readonly Series[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/;

/** Throws for whatever a strict reader refuses; each sample must stand below the HELP and TYPE of its own name. */
export function parseExposition(text: string): readonly FamilyRead[] {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const families: { name: string; type: string; help: string; series: Series[] }[] = [];
  const seen = new Set<string>();
  const lines = text.slice(0, -1).split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const help = new RegExp(`^# HELP (${NAME}) (.*)$`, 's').exec(line);
    if (help !== null) {
      const name = help[1] ?? '';
      if (families.some((one) => one.name === name)) throw new Error(`${name} has two HELP lines`);
      const type = new RegExp(`^# TYPE ${name} (gauge|counter|untyped)$`).exec(lines[++i] ?? '');
      if (type === null) throw new Error(`${name} has no TYPE below its HELP`);
      families.push({ name, type: type[1] ?? '', help: unescape(help[2] ?? ''), series: [] });
      continue;
    }
    const one = parseSample(line);
    const family = families.at(-1);
    if (family?.name !== one.name) throw new Error(`${one.name} is not in its family`);
    const key = JSON.stringify([one.name, Object.entries(one.labels).sort()]);
    if (seen.has(key)) throw new Error(`twice: ${line}`);
    seen.add(key);
    family.series.push(one);
  }
  return families;
}

function parseSample(line: string): Series {
  const found = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)$`, 's').exec(line);
  if (found === null) throw new Error(`not a sample: ${line}`);
  const [, name = '', inner = '', number = ''] = found;
  const labels: Record<string, string> = {};
  let rest = inner;
  while (rest !== '') {
    const label = LABEL.exec(rest);
    if (label === null) throw new Error(`not a label: ${rest}`);
    labels[label[1] ?? ''] = unescape(label[2] ?? '');
    rest = rest.slice(label[0].length);
  }
  const value = Number(number);
  if (Number.isNaN(value)) throw new Error(`not a number: ${number}`);
  return { name, labels, value };
}

const unescape = (text: string): string => text.replace(/\\(.)/gs, (_, sign: string) => (sign === 'n' ? '\n' : sign));
