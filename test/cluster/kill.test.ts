// Killed at any moment, the next run ends in the same state: one process of each service, the same bytes, healthy.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { because, Fams } from '../support/fams.js';

const available = bedAvailable();
const HOSTS = [1, 2, 3];
/** What the plain progress says when a moment has come; at each of them the tool is killed. */
const MOMENTS = [/changed {2}record that/, /changed {2}upload and unpack/, /== Start zookeeper/, /== Start kafka/, /== Create the topics/];

describe.skipIf(!available.ok)(`kill -9 of the tool${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  beforeAll(async () => {
    bed = await startBed({ hosts: 3, rootfs: 'java' });
    fams = new Fams(bed);
    await fams.write(HOSTS);
  });
  afterAll(async () => {
    await bed.stop();
  });

  /** Resolves once the run was killed, or has ended without the moment having come. */
  const killedAt = async (moment: RegExp): Promise<'killed' | 'ended'> => {
    const child = fams.spawn('provision');
    let said = '';
    const killing = new AbortController();
    child.stdout.resume();
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (killing.signal.aborted || !moment.test(said)) return;
      if (child.kill('SIGKILL')) killing.abort();
    });
    await new Promise<void>((resolve) => child.once('close', () => resolve()));
    return killing.signal.aborted ? 'killed' : 'ended';
  };

  it('at five moments of a first provision still ends in one healthy cluster, at once', async () => {
    const seen: string[] = [];
    for (const moment of MOMENTS) seen.push(`${moment.source}: ${await killedAt(moment)}`);
    expect(seen.filter((one) => one.endsWith('killed')).length, seen.join('\n')).toBeGreaterThanOrEqual(3);
    const said = await fams.run('provision');
    expect(said.code, because(said)).toBe(0);
    expect(said.result.verify.status).toBe('ok');
  });

  it('leaves one process of each service, and nothing for the next run to do', async () => {
    for (const host of HOSTS) {
      const commands = (
        await bed.exec(host, ['sh', '-c', 'for p in /proc/[0-9]*; do tr "\\0" " " <$p/cmdline 2>/dev/null; echo; done'])
      ).stdout.split('\n');
      const of = (main: string): number => commands.filter((one) => one.includes('java') && one.includes(` ${main} `)).length;
      expect([of('kafka.Kafka'), of('org.apache.zookeeper.server.quorum.QuorumPeerMain')], `host ${String(host)}`).toEqual([1, 1]);
    }
    const again = await fams.run('provision');
    expect([again.code, again.result.changes], because(again)).toEqual([0, 0]);
  });
});
