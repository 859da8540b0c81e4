// What is read of each member of the ensemble.
import { hostSource, seeShell } from '../../evidence/sources.js';
import type { HostName } from '../../model/cluster.js';
import { startAnew } from '../findings.js';
import { instanceOn } from '../instances.js';
import { askMember } from './live/members.js';
import { countSnapshots } from './live/snapshots.js';
import { writeThrough } from './live/write.js';
import { ZOOKEEPER } from './serving.js';

const MEMBER_MS = 5000;
const WRITE_MS = 5000;
const SNAPSHOTS_MS = 10_000;
/** For the work itself to notice first, with more to say, that its time is over. */
const SLACK_MS = 2000;

const seeMember = (host: HostName): string => startAnew(ZOOKEEPER, host);

/** Its four-letter answers. */
export const member = hostSource({
  id: 'member',
  of: ZOOKEEPER,
  what: 'its ZooKeeper member',
  fix: seeMember,
  deadlineMs: MEMBER_MS + SLACK_MS,
  read: (host, { resolved, live }) => askMember(instanceOn(host, ZOOKEEPER, resolved), live, MEMBER_MS),
});

/** A short-lived node written through it. */
export const writes = hostSource({
  id: 'writes',
  of: ZOOKEEPER,
  what: 'a write through its ZooKeeper member',
  fix: seeMember,
  deadlineMs: 2 * WRITE_MS + SLACK_MS,
  read: (host, { resolved, live }) => writeThrough(instanceOn(host, ZOOKEEPER, resolved), live, WRITE_MS),
});

/** How many snapshots it keeps; null before it has made its directory. */
export const snapshots = hostSource({
  id: 'snapshots',
  of: ZOOKEEPER,
  what: 'the snapshots of its ZooKeeper member',
  fix: seeShell,
  deadlineMs: SNAPSHOTS_MS + SLACK_MS,
  script: true,
  read: (host, { resolved, live }) => countSnapshots(instanceOn(host, ZOOKEEPER, resolved), live, SNAPSHOTS_MS),
});
