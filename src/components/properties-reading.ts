// Pure: reads Java properties as java.util.Properties does. The counterpart of the encoder in properties.ts.

const NAMED: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

/** Of a key that comes twice, the last one counts. */
export function readProperties(text: string): ReadonlyMap<string, string> {
  return new Map(
    logicalLines(text).flatMap((line) => {
      // The key ends at the first blank, `=` or `:` that no backslash stands before; blanks around the separator are dropped.
      const [, key, value] = /^((?:\\.|[^\\\s=:])+)(?:\s*[=:]\s*|\s+|$)(.*)$/s.exec(line) ?? [];
      return key === undefined || value === undefined ? [] : [[unescaped(key), unescaped(value)] as const];
    }),
  );
}

/** Without comments and blank lines; a line that ends in an odd number of backslashes goes on in the next one. */
function logicalLines(text: string): readonly string[] {
  const lines: string[] = [];
  let open: string | null = null;
  for (const natural of text.split(/\r\n|\n|\r/)) {
    const line = natural.replace(/^[ \t\f]+/, '');
    if (open === null && (line === '' || /^[#!]/.test(line))) continue;
    const whole: string = (open ?? '') + line;
    const goesOn = (/\\+$/.exec(line)?.[0].length ?? 0) % 2 === 1;
    if (!goesOn) lines.push(whole);
    open = goesOn ? whole.slice(0, -1) : null;
  }
  return open === null ? lines : [...lines, open];
}

const unescaped = (text: string): string =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|(.)|$)/gs, (_, unit: string | undefined, letter: string | undefined) =>
    unit === undefined ? (NAMED[letter ?? ''] ?? letter ?? '') : String.fromCharCode(parseInt(unit, 16)),
  );
