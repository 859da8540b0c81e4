import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { obtainSoftware } from '../../../../src/flows/run/software.js';
import { loadInventory } from '../../../../src/inventory/load.js';
import type { FlowOptions } from '../../../../src/flows/run/options.js';
import { archiveOf, scratch } from '../../bundle/archives.js';
import { failure } from '../../bundle/obtaining.js';

const OFFICIAL = 'spark-1.3.1-bin-hadoop2.4';

function officialSpark(): string {
  const scripts = ['compute-classpath.sh', 'spark-class'].map((name) => ({ path: `${OFFICIAL}/bin/${name}`, mode: 0o755 }));
  return archiveOf([...scripts, { path: `${OFFICIAL}/lib/spark-assembly-1.3.1-hadoop2.4.0.jar` }]);
}

async function clusterWith(roles: string, spark: string) {
  const file = join(scratch(), 'fams.yaml');
  const host = `{ name: a, address: 192.168.1.1, roles: [${roles}] }`;
  writeFileSync(file, `cluster: fams\nhosts: [${host}]\nspark: { bundle: ${spark} }\n`);
  return (await loadInventory(file)).cluster;
}

const options = (): FlowOptions => ({
  inventory: '',
  limit: [],
  offline: true,
  acceptNewHostKeys: false,
  questions: { ask: () => Promise.resolve(false) } as unknown as FlowOptions['questions'],
  sink: () => undefined,
  signal: new AbortController().signal,
  env: { XDG_CACHE_HOME: scratch() },
});

it("Spark's own archive is taken where nothing reads from Kafka, and refused in words where the calculator would", async () => {
  const archive = officialSpark();
  const alone = await clusterWith('zookeeper, kafka, spark-master, spark-worker', archive);
  expect(await obtainSoftware(alone, 'streaming', options())).toMatchObject({
    spark: expect.objectContaining({ name: 'spark', directory: OFFICIAL, archive, scala: '2.10.4', connector: false }) as unknown,
  });
  const reading = await clusterWith('zookeeper, kafka, spark-master, spark-worker, calculator', archive);
  const { code, message, todo } = await failure(obtainSoftware(reading, 'streaming', options()));
  expect({ code, message }).toEqual({
    code: 'BUNDLE_REFUSED',
    message: 'The archive is refused: it has no connector to Kafka (spark-streaming-kafka), which the calculator on a needs',
  });
  expect(todo[0]).toContain('Set spark.bundle: auto');
});

it('is that of the components of the cluster, and of the asked side alone', async () => {
  const storage = await clusterWith('zookeeper, kafka', 'auto');
  expect(await obtainSoftware(storage, 'streaming', options())).toEqual({});
  expect((await failure(obtainSoftware(storage, 'storage', options()))).message).toContain('kafka_2.10-0.8.2.1 is not in the cache');
  const spark = await clusterWith('zookeeper, kafka, spark-master, spark-worker', 'auto');
  expect((await failure(obtainSoftware(spark, 'streaming', options()))).message).toContain('spark-1.3.1 is not in the cache');
});
