// Flags that several commands share.
import * as Flags from '@oclif/core/flags';
import type { RiskName } from '../model/risk.js';

const RISKS: readonly RiskName[] = ['downtime', 'min-isr', 'quorum'];

export const allow = Flags.string({
  multiple: true,
  multipleNonGreedy: true,
  options: [...RISKS],
  summary: 'Accept this cost of a restart; may be given more than once.',
});

/** The names are checked by oclif; this only gives them back their type. */
export const riskNames = (named: readonly string[] | undefined): readonly RiskName[] => RISKS.filter((risk) => named?.includes(risk));
