// The wire against a real ensemble and real brokers, whole and wounded. The order matters: each test leaves the cluster to the next.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BrokerMetadata } from '../../src/model/observed.js';
import type { Endpoint } from '../../src/wire/dial.js';
import { memberAnswers } from '../../src/wire/four-letter.js';
import { kafkaFor, producerFor } from '../../src/wire/kafka/client.js';
import { KAFKA_ERROR } from '../../src/wire/kafka/error-names.js';
import { brokerMetadata, partitionOffsets } from '../../src/wire/kafka/queries.js';
import { produceTo } from '../../src/wire/kafka/produce.js';
import { roundTrip } from '../../src/wire/kafka/round-trip.js';
import { readRegistry } from '../../src/wire/registry.js';
import { ANY_VERSION, type ZooKeeperClient } from '../../src/wire/zookeeper/client.js';
import { withZooKeeper } from '../../src/wire/zookeeper/with-zookeeper.js';
import { dialTcp } from '../support/fake-server.js';
import { LoopbackCluster, type LoopbackNode } from '../support/loopback-cluster.js';
import { waitUntil } from '../support/wait-until.js';

const TOPIC = 'user-behavior-topic';
/** One replica of each partition only. */
const SINGLE = 'single';
const PARTITIONS = [0, 1, 2];
const LIMITS = { host: 'cluster', deadlineMs: 30_000 };

let cluster: LoopbackCluster;
let members: readonly Endpoint[];
beforeAll(async () => {
  cluster = await LoopbackCluster.start({ brokerConfig: { 'unclean.leader.election.enable': 'false' } });
  members = cluster.nodes.map((node) => ({ host: node.address, dial: () => dialTcp(node.address, node.ports.client) }));
});
afterAll(() => cluster.stop());

const session = <T>(use: (client: ZooKeeperClient) => Promise<T>): Promise<T> => withZooKeeper(members, { deadlineMs: 30_000 }, use);
const answersOf = (node: LoopbackNode, deadlineMs = 30_000): ReturnType<typeof memberAnswers> =>
  memberAnswers(() => dialTcp(node.address, node.ports.client), { host: node.address, deadlineMs });
const metadataOf = (node: LoopbackNode): Promise<BrokerMetadata> =>
  brokerMetadata(() => dialTcp(node.address, node.ports.broker), { host: node.address, deadlineMs: 30_000 });
const kafka = (): ReturnType<typeof kafkaFor> => kafkaFor({ brokers: cluster.brokers, dial: dialTcp, clientId: 'test' });

const topicIn = (metadata: BrokerMetadata, topic = TOPIC): BrokerMetadata['topics'][number] | undefined =>
  metadata.topics.find(({ name }) => name === topic);

/** The gate of readiness: what each broker itself knows. */
async function waitForIsr(size: number, nodes = cluster.nodes): Promise<void> {
  await waitUntil(`ISR of ${String(size)} in every broker's own metadata`, 120_000, async () => {
    const seen = (await Promise.all(nodes.map(metadataOf))).map((metadata) => topicIn(metadata));
    const full = seen.every(
      (topic) => topic?.partitions.length === 3 && topic.partitions.every(({ isr, leader }) => isr.length === size && leader >= 0),
    );
    return full || JSON.stringify(seen);
  });
}

test('an ensemble has one leader, and every member knows who it is', async () => {
  const answers = await Promise.all(cluster.nodes.map((node) => answersOf(node)));
  expect(answers.map(({ mode }) => mode).sort()).toEqual(['follower', 'follower', 'leader']);
  expect(answers.map(({ ruok, sentence, conf }) => [ruok, sentence, conf['serverId']])).toEqual([
    [true, null, '1'],
    [true, null, '2'],
    [true, null, '3'],
  ]);
  expect(answers.find(({ mode }) => mode === 'leader')?.mntr).toMatchObject({ zk_synced_followers: '2' });
});

test('a fresh cluster has brokers and no topics; a chroot that nobody uses is empty', async () => {
  const { brokers, topics, deleting, controller, controllerEpoch } = await session((client) => readRegistry(client, '/kafka'));
  expect(brokers).toEqual(cluster.nodes.map(({ id, address, ports }) => ({ id, host: address, port: ports.broker })));
  expect([topics, deleting, controllerEpoch]).toEqual([[], [], 1]);
  expect(controller).toBeOneOf([0, 1, 2]);
  await expect(session((client) => readRegistry(client, '/nobody'))).resolves.toEqual({
    ...{ brokers: [], topics: [], deleting: [], reassigning: [], electing: [], controller: null, controllerEpoch: null },
  });
});

test('nodes are created, read, changed under a version and deleted; an ephemeral one goes with its session', async () => {
  await session(async (client) => {
    await client.create('/fams-ops', Buffer.from('one'), 'persistent');
    await client.create('/fams-ops/here', Buffer.from('{}'), 'ephemeral');
    await expect(client.getChildren('/fams-ops')).resolves.toEqual(['here']);
    await expect(client.exists('/fams-ops/here')).resolves.toMatchObject({ ephemeralOwner: client.sessionId });
    await client.setData('/fams-ops', Buffer.from('two'), 0);
    await expect(client.setData('/fams-ops', Buffer.from('three'), 0)).rejects.toMatchObject({ reason: 'BadVersion' });
    await expect(client.create('/fams-ops', Buffer.alloc(0), 'persistent')).rejects.toMatchObject({ reason: 'NodeExists' });
    await expect(client.delete('/fams-ops', 1)).rejects.toMatchObject({ reason: 'NotEmpty' });
  });
  await session(async (client) => {
    await expect(client.getChildren('/fams-ops')).resolves.toEqual([]);
    expect((await client.getData('/fams-ops'))?.value.toString()).toBe('two');
    await client.delete('/fams-ops', ANY_VERSION);
    await expect(client.exists('/fams-ops')).resolves.toBeNull();
  });
});

test('a registry of 500 topics with 10 partitions each is read in seconds', async () => {
  const root = '/many';
  const names = Array.from({ length: 500 }, (_, i) => `topic-${String(i)}`);
  const partitions = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [i, [0, 1]]));
  const state = Buffer.from('{"controller_epoch":1,"leader":1,"version":1,"leader_epoch":0,"isr":[0,1]}');
  await session(async (client) => {
    const create = (path: string, value = Buffer.alloc(0)): Promise<void> => client.create(root + path, value, 'persistent');
    const writing = [create(''), create('/brokers'), create('/brokers/topics')];
    for (const name of names) {
      const topic = `/brokers/topics/${name}`;
      writing.push(create(topic, Buffer.from(JSON.stringify({ version: 1, partitions }))), create(`${topic}/partitions`));
      for (let i = 0; i < 10; i++)
        writing.push(create(`${topic}/partitions/${String(i)}`), create(`${topic}/partitions/${String(i)}/state`, state));
    }
    await Promise.all(writing);
    const started = performance.now();
    const { topics } = await readRegistry(client, root);
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(topics).toHaveLength(500);
    expect(
      topics.every(({ partitions: all }) => all.length === 10 && all.every(({ leader, isr }) => leader === 1 && isr.length === 2)),
    ).toBe(true);
  });
});

test('what ZooKeeper says of a topic is what every broker says', async () => {
  // 0.8.2.1 ignores min.insync.replicas in server.properties: it counts only for the topic.
  await cluster.createTopic(TOPIC, 3, 3, { 'retention.ms': '3600000', 'min.insync.replicas': '2' });
  await waitForIsr(3);
  const { topics } = await session((client) => readRegistry(client, '/kafka'));
  expect(topics).toMatchObject([{ name: TOPIC, config: { 'retention.ms': '3600000', 'min.insync.replicas': '2' } }]);
  for (const node of cluster.nodes) {
    const told = topicIn(await metadataOf(node))?.partitions.map(({ partition, leader, replicas }) => ({ partition, leader, replicas }));
    expect(told?.sort((a, b) => a.partition - b.partition)).toEqual(
      topics[0]?.partitions.map(({ partition, leader, replicas }) => ({ partition, leader, replicas })),
    );
  }
});

test('a message to each partition comes back, and nothing is left but the messages', async () => {
  const result = await roundTrip({ ...LIMITS, brokers: cluster.brokers, dial: dialTcp, topic: TOPIC, partitions: PARTITIONS });
  expect(result).toEqual(
    PARTITIONS.map((partition) => ({ partition, ok: true, ackMs: expect.any(Number) as number, ms: expect.any(Number) as number })),
  );
  for (const one of result) if (one.ok) expect(one.ms).toBeGreaterThanOrEqual(one.ackMs);
  const { topics } = await session((client) => readRegistry(client, '/kafka'));
  expect(topics.map(({ name }) => name)).toEqual([TOPIC]);
  await expect(session((client) => client.getChildren('/kafka/consumers'))).resolves.toEqual([]);
});

test('a round trip over a topic that is not there fails for each partition, and does not create it', async () => {
  const result = await roundTrip({
    ...LIMITS,
    deadlineMs: 4000,
    brokers: cluster.brokers,
    dial: dialTcp,
    topic: 'not-there',
    partitions: [0],
  });
  expect(result).toMatchObject([{ partition: 0, ok: false, reason: expect.stringContaining('UNKNOWN_TOPIC_OR_PARTITION') as string }]);
  expect((await metadataOf(cluster.node(0))).topics.map(({ name }) => name)).toEqual([TOPIC]);
});

test('a consumer of an emulated group goes on where the one before it stopped', async () => {
  const client = kafka();
  await expect(consume(client, await messagesIn())).resolves.toHaveLength(3);
  const producer = producerFor(client);
  await producer.connect();
  await produceTo(producer, { topic: TOPIC, partition: 1, messages: [{ value: 'after' }] }, LIMITS);
  await producer.disconnect();
  await expect(consume(client, 1)).resolves.toEqual(['after']);
});

test('kill -9 of a leader while producing: error 9, no loss of what was acknowledged, the round trip works on', async () => {
  const victim = await leaderOf(0);
  const survivors = cluster.nodes.filter((node) => node !== victim);
  await cluster.createTopic(SINGLE, 3, 1);
  const producer = producerFor(kafka());
  await producer.connect();
  const acknowledged: string[] = [];
  let killed: Promise<void> | undefined;
  for (let i = 0; i < 200; i++) {
    if (i === 60) killed = victim.broker.kill();
    for (const partition of PARTITIONS) {
      const values = [0, 1, 2].map((n) => `${String(i)}.${String(partition)}.${String(n)}`);
      await produceTo(
        producer,
        { topic: TOPIC, partition, messages: values.map((value) => ({ value })) },
        { ...LIMITS, deadlineMs: 120_000 },
      );
      acknowledged.push(...values);
    }
  }
  await killed;
  await producer.disconnect();

  const told = topicIn(await metadataOf(survivors[0] ?? victim));
  expect(told?.partitions.map(({ error }) => error)).toEqual(PARTITIONS.map(() => KAFKA_ERROR.replicaNotAvailable));
  const { brokers } = await session((zookeeper) => readRegistry(zookeeper, '/kafka'));
  expect(brokers.map(({ id }) => id)).toEqual(survivors.map(({ id }) => id));

  const read = new Set(await consume(kafka(), await messagesIn(survivors)));
  expect(acknowledged.filter((value) => !read.has(value))).toEqual([]);

  const result = await roundTrip({ ...LIMITS, brokers: cluster.brokers, dial: dialTcp, topic: TOPIC, partitions: PARTITIONS });
  expect(result.map(({ ok }) => ok)).toEqual([true, true, true]);
});

test('a partition without a leader does not spoil the round trip of the others', async () => {
  const lost = await waitForLeaderless();
  const limits = { ...LIMITS, deadlineMs: 16_000 };
  const result = await roundTrip({ ...limits, brokers: cluster.brokers, dial: dialTcp, topic: SINGLE, partitions: PARTITIONS });
  expect(result.filter(({ ok }) => ok)).toHaveLength(2);
  expect(result.filter(({ ok }) => !ok)).toMatchObject([{ partition: lost }]);
});

test('with one broker left of three, what cannot be acknowledged is refused by name', async () => {
  const [second] = cluster.nodes.filter(({ broker }) => broker.running);
  await second?.broker.kill();
  await waitForIsr(
    1,
    cluster.nodes.filter(({ broker }) => broker.running),
  );
  const result = await roundTrip({ ...LIMITS, deadlineMs: 80_000, brokers: cluster.brokers, dial: dialTcp, topic: TOPIC, partitions: [0] });
  expect(result).toMatchObject([{ partition: 0, ok: false, reason: expect.stringContaining('NOT_ENOUGH_REPLICAS') as string }]);
});

test('a frozen member keeps its port open and is passed over', async () => {
  const [first] = cluster.nodes;
  first?.zookeeper.signal('SIGSTOP');
  try {
    await expect(answersOf(cluster.node(0), 500)).rejects.toMatchObject({
      code: 'WIRE_FAILED',
      message: expect.stringMatching(/^No answer to \w{4} within 500 ms/) as string,
    });
    const id = await withZooKeeper(members, { deadlineMs: 3000 }, (client) => Promise.resolve(client.host));
    expect(id).not.toBe(first?.address);
  } finally {
    first?.zookeeper.signal('SIGCONT');
  }
});

test('without a quorum a member says so, and there is no session', async () => {
  await Promise.all([cluster.node(0).zookeeper.kill(), cluster.node(1).zookeeper.kill()]);
  await waitUntil(
    'a member that serves no more',
    60_000,
    async () => (await answersOf(cluster.node(2))).mode === null || 'it still serves',
  );
  await expect(answersOf(cluster.node(2))).resolves.toMatchObject({
    ...{ ruok: true, mode: null, mntr: {} },
    sentence: 'This ZooKeeper instance is not currently serving requests',
  });
  await expect(withZooKeeper(members, { deadlineMs: 5000 }, () => Promise.resolve())).rejects.toMatchObject({
    code: 'WIRE_FAILED',
    causes: [{}, {}, {}],
  });
});

async function leaderOf(partition: number): Promise<LoopbackNode> {
  const told = topicIn(await metadataOf(cluster.node(0)))?.partitions.find((one) => one.partition === partition);
  return cluster.node(told?.leader ?? -1);
}

/** The one partition that has lost its only replica. */
async function waitForLeaderless(): Promise<number> {
  const [survivor] = cluster.nodes.filter(({ broker }) => broker.running);
  let lost: number | undefined;
  await waitUntil('a partition without a leader', 60_000, async () => {
    const told = topicIn(await metadataOf(survivor ?? cluster.node(0)), SINGLE);
    lost = told?.partitions.find(({ leader }) => leader === -1)?.partition;
    return lost !== undefined || JSON.stringify(told);
  });
  return lost ?? -1;
}

/** How many messages the topic has ever had, as the leaders of its partitions say. */
async function messagesIn(nodes = cluster.nodes): Promise<number> {
  const asked = nodes.map(({ address, ports }) =>
    partitionOffsets(() => dialTcp(address, ports.broker), TOPIC, PARTITIONS, 'latest', { ...LIMITS, host: address }),
  );
  const led = (await Promise.all(asked)).flat().filter(({ error }) => error === KAFKA_ERROR.none);
  expect(led).toHaveLength(PARTITIONS.length);
  return led.reduce((sum, { offset }) => sum + (offset ?? 0), 0);
}

/** The next messages of the group, at least so many. */
async function consume(client: ReturnType<typeof kafka>, count: number): Promise<readonly string[]> {
  const consumer = client.consumer({ groupId: 'readers', maxWaitTimeInMs: 200 });
  await consumer.connect();
  await consumer.subscribe({ topics: [TOPIC], fromBeginning: true });
  const values: string[] = [];
  await consumer.run({
    eachMessage: ({ message }) => {
      values.push(message.value?.toString() ?? '');
      return Promise.resolve();
    },
  });
  await waitUntil(`${String(count)} messages`, 120_000, () =>
    Promise.resolve(values.length >= count || `${String(values.length)} of them`),
  );
  await consumer.disconnect();
  return values;
}
