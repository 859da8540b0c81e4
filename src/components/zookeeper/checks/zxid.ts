// zookeeper.zxid: do all members live in the epoch of the same leader?
import { CLUSTER, count, ok, some, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { noneServes } from '../unavailable-findings.js';
import { member } from '../sources.js';

export const zookeeperZxid = check({
  id: 'zookeeper.zxid',
  title: 'ZooKeeper members share one history',
  phase: 'running',
  needs: { member },
  of: 'zookeeper',
  settles: true,
  limits: { warnPercent: 95 },
  explain:
    'The upper half of the last transaction id (Zxid of "srvr") is the epoch of the leader, the same on all members that serve. Another ' +
    'one means that a member follows another leader, or has just changed over. When the lower half has reached warnPercent of its ' +
    'range, a rollover is near, and with it an election in the midst of work.',
  judge: ({ member }, _want, _placed, limits) => {
    const said = [...member].flatMap(([host, { mode, zxid }]) => (mode === null || zxid === null ? [] : [{ host, ...split(zxid) }]));
    const [first] = said;
    if (first === undefined) return member.size === 0 ? [] : [noneServes];
    const epochs = new Set(said.map(({ epoch }) => epoch));
    if (epochs.size > 1) {
      const names = some(said.map(({ host, epoch }) => `${host} ${String(epoch)}`));
      const fix = 'Look again in ten seconds; if it stays so, compare the server.N lines of zookeeper.properties: "fams-ops plan".';
      return [warn(CLUSTER, epochs.size, `members are in different epochs: ${names}`, fix)];
    }
    const percent = Math.floor((Math.max(...said.map(({ counter }) => counter)) / COUNTERS) * 100);
    if (percent >= limits.warnPercent)
      return [
        warn(
          CLUSTER,
          percent,
          `${String(percent)} % of the transaction ids of epoch ${String(first.epoch)} are used`,
          'Have the election at a time of your own: restart the leader with "fams-ops restart zookeeper --limit HOST".',
        ),
      ];
    return [ok(CLUSTER, first.epoch, `${count(said.length, 'member')} in epoch ${String(first.epoch)}`)];
  },
});

/** Of one epoch. */
const COUNTERS = 2 ** 32;

/** `0x100000037` is number 0x37 of epoch 1. */
function split(zxid: string): { readonly epoch: number; readonly counter: number } {
  const value = BigInt(zxid);
  return { epoch: Number(value >> 32n), counter: Number(value & 0xffffffffn) };
}
