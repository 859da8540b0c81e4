// What a check says that asks the ruling master, where there is none.
import type { Finding } from '../../model/check.js';
import { CLUSTER, unknown } from '../findings.js';

/** That none rules is itself said by spark.master. */
export const noneRules = (): Finding =>
  unknown(CLUSTER, 'no master rules that could say it', 'Put the master right first: see spark.master.');
