// The end of a provisioning for people: the plan, or how many changes there were and the verdict.
import type { BroughtUp } from '../flows/run/brought-up.js';
import { consolesText } from './consoles.js';
import { planText } from './plan.js';
import { verdictText } from './verdict.js';

export function provisionText(result: BroughtUp): string {
  const { changes, notes, consoles, verify } = result;
  if (verify === null) return planText(result);
  const lines = [...notes.map((note) => `note: ${note}`), `changes: ${String(changes)}`];
  return [...lines, verdictText(verify, verify.sentence, false), ...consolesText(consoles)].join('\n');
}
