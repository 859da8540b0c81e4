// The world itself: each guard of the product is taken away once, and the world must notice.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type * as Gates from '../../src/apply/gates.js';
import type * as Lock from '../../src/apply/lock.js';
import type * as Ensemble from '../../src/components/zookeeper/live/ensemble.js';
import type * as MayStop from '../../src/components/kafka/live/may-stop.js';
import type * as Destroy from '../../src/flows/destroy.js';
import type * as Ids from '../../src/plan/ids.js';
import type * as Plan from '../../src/plan/plan.js';
import type * as Prepare from '../../src/plan/prepare.js';
import type * as Refusals from '../../src/plan/refusals/data.js';

/** Far more than any of them needs. */
const MOST_SEEDS = 1500;

const NO_LOCK = { held: true, others: [], onLost: () => undefined, release: () => Promise.resolve() };

type Import<M> = () => Promise<M>;

/** What is broken, and how. */
const MUTATIONS: Readonly<Record<string, () => void>> = {
  'a gate is not waited for': () =>
    void vi.doMock('../../src/apply/gates.js', async (real: Import<typeof Gates>) => ({
      ...(await real()),
      passGate: () => Promise.resolve(),
    })),
  'nobody asks whether a service may stop': () =>
    void vi.doMock('../../src/apply/gates.js', async (real: Import<typeof Gates>) => ({
      ...(await real()),
      permission: () => Promise.resolve(),
    })),
  'the brokers see no risk in a stop': () =>
    void vi.doMock('../../src/components/kafka/live/may-stop.js', async (real: Import<typeof MayStop>) => ({
      ...(await real()),
      stopRisks: () => ({ risks: [], saw: '' }),
    })),
  'the ensemble sees no risk in a stop': () =>
    void vi.doMock('../../src/components/zookeeper/live/ensemble.js', async (real: Import<typeof Ensemble>) => ({
      ...(await real()),
      stopRisks: () => ({ risks: [], saw: '' }),
    })),
  'the lock is not taken': () =>
    void vi.doMock('../../src/apply/lock.js', async (real: Import<typeof Lock>) => ({
      ...(await real()),
      acquireLock: () => Promise.resolve(NO_LOCK),
    })),
  'the lock is given back at once': () =>
    void vi.doMock('../../src/apply/lock.js', async (real: Import<typeof Lock>) => {
      const { acquireLock, ...rest } = await real();
      const early: typeof acquireLock = async (...args) => {
        await (await acquireLock(...args)).release();
        return NO_LOCK;
      };
      return { ...rest, acquireLock: early };
    }),
  'an id is taken from the record of another host': () =>
    void vi.doMock('../../src/plan/ids.js', async (real: Import<typeof Ids>) => {
      const { assignIds, ...rest } = await real();
      const mixed: typeof assignIds = (cluster, spec, known) => {
        const ids = [...assignIds(cluster, spec, known)];
        return new Map(ids.map(([host], i) => [host, ids[(i + known.records.size) % ids.length]?.[1] ?? { id: 0, idSource: 'assumed' }]));
      };
      return { ...rest, assignIds: mixed };
    }),
  'stages are in another order': () =>
    void vi.doMock('../../src/plan/plan.js', async (real: Import<typeof Plan>) => {
      const { planProvision, ...rest } = await real();
      const reversed: typeof planProvision = (...args) => {
        const { stages, notes } = planProvision(...args);
        return { stages: stages.toReversed(), notes };
      };
      return { ...rest, planProvision: reversed };
    }),
  'all are restarted at once': () =>
    void vi.doMock('../../src/plan/plan.js', async (real: Import<typeof Plan>) => {
      const { planProvision, ...rest } = await real();
      const hasty: typeof planProvision = (...args) => {
        const { stages, notes } = planProvision(...args);
        return { stages: stages.map((stage) => ({ ...stage, width: 'all' as const })), notes };
      };
      return { ...rest, planProvision: hasty };
    }),
  'the late stage is forgotten': () =>
    void vi.doMock('../../src/plan/plan.js', async (real: Import<typeof Plan>) => {
      const { planProvision, ...rest } = await real();
      const hasty: typeof planProvision = (...args) => {
        const { stages, notes } = planProvision(...args);
        return { stages: stages.filter(({ late }) => late === undefined), notes };
      };
      return { ...rest, planProvision: hasty };
    }),
  'directories of others are not refused': () =>
    void vi.doMock('../../src/plan/refusals/data.js', async (real: Import<typeof Refusals>) => ({
      ...(await real()),
      refuseUnsafeData: () => undefined,
    })),
  'data go without having been named': () =>
    void vi.doMock('../../src/flows/destroy.js', async (real: Import<typeof Destroy>) => {
      const { decideDestroy, ...rest } = await real();
      const greedy: typeof decideDestroy = (options) => decideDestroy({ ...options, withData: true });
      return { ...rest, decideDestroy: greedy };
    }),
  'the second run writes a file again': () =>
    void vi.doMock('../../src/plan/prepare.js', async (real: Import<typeof Prepare>) => {
      const { prepareHost, ...rest } = await real();
      const restless: typeof prepareHost = (placed, facts) => prepareHost(placed, { ...facts, files: {} });
      return { ...rest, prepareHost: restless };
    }),
};

afterEach(() => {
  vi.doUnmock('../../src/apply/gates.js');
  vi.doUnmock('../../src/apply/lock.js');
  vi.doUnmock('../../src/components/kafka/live/may-stop.js');
  vi.doUnmock('../../src/components/zookeeper/live/ensemble.js');
  vi.doUnmock('../../src/flows/destroy.js');
  vi.doUnmock('../../src/plan/ids.js');
  vi.doUnmock('../../src/plan/plan.js');
  vi.doUnmock('../../src/plan/prepare.js');
  vi.doUnmock('../../src/plan/refusals/data.js');
});

describe('the world notices when', () => {
  it.each(Object.entries(MUTATIONS))('%s', { timeout: 600_000 }, async (_name, mutate) => {
    vi.resetModules();
    mutate();
    const { tryOut } = await import('./trial.js');
    let failure: string | null = null;
    for (let seed = 0; seed < MOST_SEEDS && failure === null; seed++) ({ failure } = await tryOut(seed));
    expect(failure).not.toBeNull();
  });
});
