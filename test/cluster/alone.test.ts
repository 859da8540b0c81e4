// The only broker of a cluster after a crash: it comes back by itself, with a controller, and says meanwhile what it waits for.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { because, Fams } from '../support/fams.js';
import { Faults } from '../support/faults.js';
import { Kcat } from '../support/kcat.js';

const available = bedAvailable();
const TOPIC = 'user-behavior-topic';
/** Its session, the time of a start, and a busy machine. */
const BACK_MS = 90_000;

describe.skipIf(!available.ok)(`a broker alone${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  let faults: Faults;
  let kcat: Kcat;

  beforeAll(async () => {
    bed = await startBed({ hosts: 1, rootfs: 'java' });
    fams = new Fams(bed);
    faults = new Faults(bed);
    kcat = new Kcat(bed, [1]);
    await fams.write([1]);
    const said = await fams.run('provision');
    expect(said.code, because(said)).toBe(0);
  });
  afterAll(async () => {
    await bed.stop();
  });

  const kafka = async () => (await fams.run('status')).result.services.find(({ component }) => component === 'kafka');
  /** A controller, leaders, and a record that goes through. */
  async function serves(): Promise<void> {
    await expect.poll(async () => (await kafka())?.state, { timeout: BACK_MS }).toBe('running');
    await fams.healthy(BACK_MS);
    await kcat.produce(TOPIC, ['page1|1|0.5|1']);
  }

  it('serves again after it was killed, within its old session', async () => {
    await faults.signal(1, 'kafka', 'KILL');
    await expect
      .poll(kafka, { timeout: BACK_MS })
      .toMatchObject({ state: 'starting', pid: null, reason: expect.stringContaining('last session') as string });
    await serves();
  });

  it('serves again after the power was lost', async () => {
    await bed.kill(1);
    await bed.boot(1);
    const said = await fams.run('start');
    expect(said.code, because(said)).toBe(0);
    await serves();
  });

  it('waits for ZooKeeper, says so meanwhile, and serves once that is back', async () => {
    await fams.run('stop', 'zookeeper');
    await faults.signal(1, 'kafka', 'KILL');
    await expect.poll(async () => (await kafka())?.reason, { timeout: BACK_MS }).toMatch(/waits for ZooKeeper, which does not answer/);
    // It waits as long as this takes.
    const { result } = await fams.run('verify', '--fast');
    const said = result.checks.filter(({ target }) => target === '192.168.1.1/kafka');
    expect(said.find(({ id }) => id === 'host.service')).toMatchObject({ status: 'warn', value: 'starting' });
    // What does not run has no other files, no limits and no way in which it was stopped.
    expect(said.map(({ message, fix }) => `${message} ${fix}`).join('\n')).not.toMatch(
      /with other files|\/proc\/|no \.kafka_cleanshutdown/,
    );
    await fams.run('start', 'zookeeper');
    await serves();
  });
});
