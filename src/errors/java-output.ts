// Java output, pure: shortens the output of a failed JVM to the failure itself, without stack frames and earlier log lines.

const FRAME = /^\s*(?:at (?:[\w$<>@-]+[./])+[\w$<>]+\([^()]*\)|\.\.\. \d+ (?:more|common frames omitted))\s*$/;
const TELLING = /\b(?:FATAL|ERROR)\b|^(?:Caused by: |Exception in thread )|^\s*(?:[\w$]+\.)+[\w$]*(?:Exception|Error)\b/;
/** A line of a log below a warning, as log4j writes it for Kafka, ZooKeeper and Spark. */
const NEWS = /^\[?\d{2,4}[-/]\d\d[-/]\d\d[ T][^A-Za-z]*(?:INFO|DEBUG|TRACE)\b/;

export interface Essence {
  readonly text: string;
  /** Lines that are left out. */
  readonly left: number;
}

/** Returns a text without a JVM's failure as it is. Always keeps the first line, which introduces the rest. */
export function essenceOf(text: string): Essence {
  const [first = '', ...rest] = text.split('\n');
  const isTrace = rest.some((line) => FRAME.test(line));
  if (!isTrace && !rest.some((line) => TELLING.test(line) && !NEWS.test(line))) return { text, left: 0 };
  const kept = rest.filter((line) => !FRAME.test(line) && !NEWS.test(line));
  const left = rest.length - kept.length;
  if (left === 0) return { text, left };
  const mark = `(${String(left)} line${left === 1 ? '' : 's'} left out, which --debug shows; the log has all)`;
  return { text: [first, ...kept, mark].join('\n'), left };
}

/** The text without the frames of stack traces. */
export const withoutFrames = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !FRAME.test(line))
    .join('\n');
