// Pure: the answer of diag-host.sh as texts by name.

export interface HostBlocks {
  readonly blocks: ReadonlyMap<string, string>;
  readonly missing: readonly { readonly name: string; readonly reason: string }[];
  /** False for an answer that was cut off. */
  readonly complete: boolean;
}

export function parseHostBlocks(output: string): HostBlocks {
  const blocks = new Map<string, string>();
  const missing: { name: string; reason: string }[] = [];
  let open: { readonly name: string; readonly lines: string[] } | null = null;
  let complete = false;
  for (const line of output.split('\n')) {
    if (open !== null) {
      if (line !== '.') {
        open.lines.push(line);
        continue;
      }
      blocks.set(open.name, Buffer.from(open.lines.join(''), 'base64').toString('utf8'));
      open = null;
    } else if (line.startsWith(':')) open = { name: line.slice(1), lines: [] };
    else if (line.startsWith('missing ')) {
      const [, name = '', reason = ''] = /^missing (\S+) (.*)$/.exec(line) ?? [];
      missing.push({ name, reason });
    } else if (line === 'end') complete = true;
  }
  return { blocks, missing, complete };
}
