// Killed at any moment, the next run ends in the same state: one process of each service, the same bytes, healthy.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { because, Fams } from '../support/fams.js';
import { Faults } from '../support/faults.js';

const available = bedAvailable();
const HOSTS = [1, 2, 3];
/** What the plain progress says when a moment has come; at each of them the tool is killed. */
const MOMENTS = [/changed {2}record that/, /changed {2}upload and unpack/, /== Start zookeeper/, /== Start kafka/, /== Create the topics/];

describe.skipIf(!available.ok)(`kill -9 of the tool${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  let faults: Faults;
  beforeAll(async () => {
    bed = await startBed({ hosts: 3, rootfs: 'java' });
    fams = new Fams(bed);
    faults = new Faults(bed);
    await fams.write(HOSTS);
  });
  afterAll(async () => {
    await bed.stop();
  });

  it('at five moments of a first provision still ends in one healthy cluster, at once', async () => {
    for (const moment of MOMENTS) {
      const { came, code, stdout, stderr } = await fams.at(moment, (child) => child.kill('SIGKILL'), 'provision');
      expect([came, code], `${moment.source}: ${stdout}${stderr}`).toEqual([true, null]);
    }
    const said = await fams.run('provision');
    expect(said.code, because(said)).toBe(0);
    expect(said.result.verify.status).toBe('ok');
  });

  it('leaves one process of each service, and nothing for the next run to do', async () => {
    for (const host of HOSTS) {
      expect([await faults.jvms(host, 'kafka'), await faults.jvms(host, 'zookeeper')], `host ${String(host)}`).toEqual([1, 1]);
    }
    const again = await fams.run('provision');
    expect([again.code, again.result.changes], because(again)).toEqual([0, 0]);
  });
});
