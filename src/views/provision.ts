// The end of a provisioning for people: the plan, or how many changes there were and the verdict.
import type { ActionReport } from '../model/action.js';
import type { Verdict } from '../model/check.js';
import { consolesText } from './consoles.js';
import { planText } from './plan.js';
import { verdictText } from './verdict.js';

interface Provisioned {
  readonly changes: number;
  readonly actions: readonly ActionReport[];
  readonly notes: readonly string[];
  readonly consoles: readonly { readonly name: string; readonly url: string }[];
  readonly verify: (Verdict & { readonly sentence: string }) | null;
}

export function provisionText(result: Provisioned): string {
  const { changes, notes, consoles, verify } = result;
  if (verify === null) return planText(result);
  const lines = [...notes.map((note) => `note: ${note}`), `changes: ${String(changes)}`];
  return [...lines, verdictText(verify, verify.sentence, false), ...consolesText(consoles)].join('\n');
}
