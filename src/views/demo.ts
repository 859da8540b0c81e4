// The end of the demo: the verdict, what to try next, and how to take it down.
import type { DemoResult } from '../flows/demo.js';
import { provisionText } from './provision.js';

export function demoText(
  { inventory, removed, changes = 0, actions = [], notes = [], consoles = [], verify = null }: DemoResult,
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
  ] as const;
  return [
    provisionText({ changes, actions, notes, consoles, verify }),
    '',
    'Try next:',
    ...next.map(([command, purpose]) => `  ${command}\n      ${purpose}`),
  ].join('\n');
}
