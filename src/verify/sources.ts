// What is read of hosts whatever runs there.
import { facts, hostSource, seeShell } from '../evidence/sources.js';
import { dialPeers } from './peer-dials.js';
import { readTraces } from './traces.js';

const PEER_MS = 4000;
const TRACES_MS = 10_000;
/** For the work itself to notice first, with more to say, that its time is over. */
const SLACK_MS = 2000;

/** Connections from there to the ports of the other hosts. */
export const reachability = hostSource({
  id: 'reachability',
  of: null,
  what: 'what it reaches of the other hosts',
  fix: (host) => `See whether the SSH server of ${host} lets connections be forwarded (AllowTcpForwarding).`,
  deadlineMs: PEER_MS + SLACK_MS,
  read: (host, { resolved, live, reachable }) => dialPeers(host, reachable, { resolved, live, deadlineMs: PEER_MS }),
});

/** Complaints in the logs of the services there. */
export const traces = hostSource({
  id: 'traces',
  of: null,
  what: 'what its services logged',
  fix: seeShell,
  deadlineMs: TRACES_MS + SLACK_MS,
  script: true,
  read: async (host, sight) => {
    const known = await sight.each(facts).get(host);
    if (known?.ok !== true) throw new Error('the state of the host is not known');
    return readTraces(known.value, { resolved: sight.resolved, live: sight.live, deadlineMs: TRACES_MS });
  },
});
