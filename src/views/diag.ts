// The end of a diagnosis for people: where the archive is, and what is not in it.
import type { DiagResult } from '../flows/diag.js';

/** The archive's README.txt has all of them. */
const SHOWN = 10;

export function diagText({ path, bytes, hosts, missing }: DiagResult): string {
  const gaps = missing
    .slice(0, SHOWN)
    .map(({ host, what, reason }) => `  not read: ${host ?? 'cluster'}: ${what}: ${reason.split('\n')[0] ?? ''}`);
  const more = missing.length - gaps.length;
  return [
    `Written: ${path} (${Math.ceil(bytes / 1024).toLocaleString('en')} kB, ${String(hosts.length)} ${hosts.length === 1 ? 'host' : 'hosts'})`,
    ...gaps,
    ...(more > 0 ? [`  and ${String(more)} more; the README.txt in it lists all`] : []),
    'Secrets were removed; names and addresses were not. Look through it before you send it to somebody.',
  ].join('\n');
}
