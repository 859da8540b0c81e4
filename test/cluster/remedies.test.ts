// Every remedy that a check prints helps: the fault is made, verify names it, what it prints is done word for word, and it is gone.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { because, Fams } from '../support/fams.js';
import { isSeen, matchesFinding, type Look } from '../support/fault-table.js';
import { Faults } from '../support/faults.js';
import { carryOut, HOSTS } from '../support/remedied.js';
import { REMEDIES } from '../support/remedies.js';

const available = bedAvailable();
const SEEN_S = 90;
const GONE_S = 90;

describe.skipIf(!available.ok)(`remedies${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  let faults: Faults;
  const table: string[] = [];

  beforeAll(async () => {
    bed = await startBed({ hosts: 3, rootfs: 'java' });
    fams = new Fams(bed);
    faults = new Faults(bed);
    await fams.write(HOSTS);
    const said = await fams.run('provision');
    expect(said.code, because(said)).toBe(0);
  });
  afterAll(async () => {
    process.stdout.write(`\n${table.join('\n')}\n\n`);
    await bed.stop();
  });

  /** Looks until the finding is there, or is not. */
  async function look(present: boolean, remedied: (typeof REMEDIES)[number], seconds: number): Promise<Look> {
    const began = performance.now();
    for (;;) {
      const said = await fams.run('verify', '--fast');
      const took = (performance.now() - began) / 1000;
      const seen = { said, seconds: took };
      if (isSeen(remedied, seen) === present) return seen;
      if (took > seconds) throw new Error(`${present ? 'not seen' : 'still there'} after ${String(seconds)} s: ${because(said)}`);
    }
  }

  it.each(REMEDIES.map((remedied) => [remedied.name, remedied] as const))('%s', async (name, remedied) => {
    const scene = { bed, fams, faults };
    try {
      await remedied.inject(scene);
      const { said } = await look(true, remedied, SEEN_S);
      const { fix = '' } = said.result.checks.find((check) => matchesFinding(check, remedied)) ?? {};
      const commands = await carryOut(remedied, scene, fix);
      const { seconds } = await look(false, remedied, GONE_S);
      await remedied.heal?.(scene);
      table.push(
        `${name}: ${commands.join(', ')}; gone after ${seconds.toFixed(0)} s, all well after ${(await fams.healthy()).toFixed(0)} s`,
      );
    } catch (error) {
      // The next fault needs a cluster that is well.
      await fams.write(HOSTS);
      await fams.run('provision');
      throw error;
    }
  });
});
