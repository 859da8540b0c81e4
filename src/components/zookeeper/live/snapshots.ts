// How many snapshots a member keeps: one script, nothing changed.
import { FactsRecords } from '../../../hosts/facts/records.js';
import { remoteScript } from '../../../hosts/session/scripts.js';
import { expectSuccess } from '../../../hosts/session/script-outcome.js';
import type { Instance } from '../../../model/component.js';
import type { Live } from '../../../model/live.js';
import { snapshotsOf } from '../snapshots.js';

/** Null where the directory is not there or cannot be read. Throws AppError. */
export async function countSnapshots(instance: Instance, live: Live, deadlineMs: number): Promise<number | null> {
  const host = instance.host.name;
  const session = live.session(host);
  const { dir, prefix } = snapshotsOf(instance);
  const outcome = await session.run(remoteScript('traces'), ['names', '0', dir, prefix], { deadlineMs, signal: live.signal });
  const { stdout } = expectSuccess(session, outcome, 'count the snapshots of ZooKeeper');
  const records = new FactsRecords(host, stdout);
  const names = records.numbered('names').get(0);
  return names === undefined ? null : records.number(names);
}
