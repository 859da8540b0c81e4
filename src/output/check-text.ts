// A verdict on hosts for people. What is unknown of a host that could not be reached is said once, not check by check.
import type { Verdict } from '../model/check.js';
import { verdictText } from './verdict-text.js';

export function checkText({ status, checks }: Verdict, sentence: string, everything: boolean): string {
  const blind = new Set(checks.filter((one) => one.id === 'host.ssh' && one.status === 'unknown').map((one) => one.target));
  const shown = checks.filter((one) => one.id === 'host.ssh' || one.status !== 'unknown' || !blind.has(one.target));
  return verdictText({ status, checks: shown }, sentence, everything);
}
