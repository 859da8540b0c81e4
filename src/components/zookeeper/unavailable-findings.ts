// Pure: what checks say where members do not say what they rest on.
import type { Finding } from '../../model/check.js';
import type { MemberAnswers } from '../../model/observed.js';
import { CLUSTER, unknown } from '../findings.js';

/** Everything that fams-ops asks. From 3.5.3 on only srvr is answered unless the others are named. */
const WHITELIST = '4lw.commands.whitelist=ruok,srvr,mntr,conf,isro';

/** Null where that word is answered. */
export const refusal = (host: string, { refused }: MemberAnswers, word: string): Finding | null =>
  refused.includes(word)
    ? unknown(
        `${host}/zookeeper`,
        `refuses to answer "${word}" (4lw.commands.whitelist)`,
        `Add the line "${WHITELIST}" to zookeeper.properties on ${host} and restart that member.`,
      )
    : null;

/** Where members answer, but only that they do not serve. */
export const noneServes: Finding = unknown(CLUSTER, 'no member serves', 'Put that right first: see zookeeper.quorum.');
