// The end of the demo: the verdict, what to try next, and how to take it down.
import type { ActionReport } from '../model/action.js';
import type { Verdict } from '../model/check.js';
import { provisionText } from './provision.js';

interface Demo {
  readonly inventory: string;
  readonly removed: boolean;
  readonly changes?: number;
  readonly actions?: readonly ActionReport[];
  readonly notes?: readonly string[];
  readonly consoles?: readonly { readonly name: string; readonly url: string }[];
  readonly verify?: (Verdict & { readonly sentence: string }) | null;
}

export function demoText(
  { inventory, removed, changes = 0, actions = [], notes = [], consoles = [], verify = null }: Demo,
  program: string,
): string {
  if (removed) return 'The demo is gone, its data too.';
  const next = [
    [`${program} status -i ${inventory}`, 'what runs where'],
    [`${program} verify -i ${inventory} --all`, 'whether it works, check by check'],
    [`${program} hot -i ${inventory}`, 'the hot list, live'],
    [`${program} hot --web -i ${inventory}`, 'the same as a page for a browser, with a chart and the verdict: http://127.0.0.1:8090/'],
    [`${program} logs kafka -i ${inventory}`, 'what the brokers say'],
    [`${program} client-config -i ${inventory}`, 'what a client needs'],
    [`${program} provision -i ${inventory}`, 'change the file, then run this: only what differs is touched'],
    [`${program} demo --down`, 'take it down, with its data'],
  ];
  return [
    provisionText({ changes, actions, notes, consoles, verify }),
    '',
    'Try next:',
    ...next.map(([command, what]) => `  ${command ?? ''}\n      ${what ?? ''}`),
  ].join('\n');
}
