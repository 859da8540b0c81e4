// A plan for people: per host what would change, with diffs; then what cannot be changed.
import type { BroughtUp } from '../flows/run/brought-up.js';
import type { ActionReport } from '../model/action.js';
import { continued } from '../terminal/sanitize.js';
import type { Style } from '../terminal/style.js';
import { paint as painted } from '../terminal/terminal.js';

export function planText({ changes, actions, notes }: BroughtUp): string {
  const hosts = [...new Set(actions.map((action) => action.host))];
  const blocks = hosts.map((host) => [bold(host), ...actions.filter((action) => action.host === host).flatMap(actionLines)].join('\n'));
  const count =
    changes === 0
      ? 'Nothing to change.'
      : `${String(changes)} change${changes === 1 ? '' : 's'} on ${String(hosts.length)} host${hosts.length === 1 ? '' : 's'}.`;
  return [...blocks, ...notes.map((note) => `note: ${continued(note, '      ')}`), count].join('\n\n');
}

function actionLines(action: ActionReport): readonly string[] {
  const outcome = action.outcome === undefined || action.outcome === 'changed' ? '' : `  (${action.outcome})`;
  return [
    `  ${continued(action.summary, '    ')}${outcome}`,
    ...action.risks.map((risk) => paint('yellow', `    risk ${risk.name}: ${continued(risk.detail, '      ')}`)),
    ...(action.diff === undefined ? [] : action.diff.split('\n').map(diffLine)),
  ];
}

function diffLine(line: string): string {
  const colour = line.startsWith('+') ? 'green' : line.startsWith('-') ? 'red' : undefined;
  return `    ${colour === undefined ? line : paint(colour, line)}`;
}

const paint = (style: Style, text: string): string => painted('stdout', style, text);
const bold = (text: string): string => paint('bold', text);
