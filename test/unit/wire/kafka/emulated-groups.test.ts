import { beforeEach, expect, test } from 'vitest';
import { EmulatedGroups } from '../../../../src/wire/kafka/emulated-groups.js';
import { requestOf, understood } from './kafkajs-protocol.js';

const BROKER = { id: 1, host: '127.0.0.2', port: 9092 };
let groups: EmulatedGroups;
beforeEach(() => {
  groups = new EmulatedGroups();
  groups.learn([{ id: 0, host: '127.0.0.1', port: 9092 }, BROKER]);
});

/** Asks as kafkajs does and reads the answer as kafkajs does. */
async function ask(name: string, version: number, fields: object): Promise<unknown> {
  const { api, body } = await requestOf(name, version, fields);
  const answer = groups.answer({ api, version, correlationId: 0 }, body, '127.0.0.2:9092');
  if (answer === undefined) throw new Error('left to the broker');
  return understood(name, version, answer);
}

const join = (memberId: string): Promise<unknown> =>
  ask('joinGroup', 0, {
    ...{ groupId: 'g', sessionTimeout: 30_000, memberId, protocolType: 'consumer' },
    groupProtocols: [{ name: 'only', metadata: Buffer.from('wishes') }],
  });

async function joined(): Promise<{ groupId: string; memberId: string; generationId: number }> {
  const { memberId, generationId } = (await join('')) as { memberId: string; generationId: number };
  return { groupId: 'g', memberId, generationId };
}

test('the versions that 0.8.2.1 speaks, and those of the group', async () => {
  for (const version of [0, 1, 2]) {
    const { apiVersions } = (await ask('apiVersions', version, {})) as {
      apiVersions: { apiKey: number; minVersion: number; maxVersion: number }[];
    };
    expect(apiVersions.map(({ apiKey, minVersion, maxVersion }) => [apiKey, minVersion, maxVersion])).toEqual([
      ...[0, 1, 2, 3].map((api) => [api, 0, 0]),
      ...[8, 9].map((api) => [api, 1, 1]),
      ...[10, 11, 12, 13, 14].map((api) => [api, 0, 0]),
    ]);
  }
});

test('the broker that is asked is the coordinator', async () => {
  await expect(ask('findCoordinator', 0, { groupId: 'g' })).resolves.toMatchObject({
    coordinator: { nodeId: 1, host: '127.0.0.2', port: 9092 },
  });
  groups.learn([]);
  await expect(ask('findCoordinator', 0, { groupId: 'g' })).rejects.toMatchObject({
    type: 'GROUP_COORDINATOR_NOT_AVAILABLE',
    retriable: true,
  });
});

test('a member leads its own group and gets the assignment that it made', async () => {
  const member = await joined();
  expect(await join(member.memberId)).toMatchObject({
    ...{ generationId: 2, groupProtocol: 'only', leaderId: member.memberId, memberId: member.memberId },
    members: [{ memberId: member.memberId, memberMetadata: Buffer.from('wishes') }],
  });
  const groupAssignment = [{ memberId: member.memberId, memberAssignment: Buffer.from('all of it') }];
  await expect(ask('syncGroup', 0, { ...member, generationId: 2, groupAssignment })).resolves.toMatchObject({
    memberAssignment: Buffer.from('all of it'),
  });
  await expect(ask('heartbeat', 0, { ...member, groupGenerationId: 2 })).resolves.toBeDefined();
});

test('an old generation and a stranger are told so', async () => {
  const member = await joined();
  await join(member.memberId);
  await expect(ask('heartbeat', 0, { ...member, groupGenerationId: 1 })).rejects.toMatchObject({ type: 'ILLEGAL_GENERATION' });
  await expect(ask('syncGroup', 0, { ...member, groupAssignment: [] })).rejects.toMatchObject({ type: 'ILLEGAL_GENERATION' });
  await ask('leaveGroup', 0, member);
  await expect(ask('heartbeat', 0, { ...member, groupGenerationId: 2 })).rejects.toMatchObject({ type: 'UNKNOWN_MEMBER_ID' });
});

test('offsets are none, then those that were committed, also for the next member', async () => {
  const topics = [{ topic: 't', partitions: [{ partition: 0 }, { partition: 1 }] }];
  const offsets = async (): Promise<unknown> => ask('offsetFetch', 1, { groupId: 'g', topics });
  const told = (first: string): object => ({
    responses: [
      {
        topic: 't',
        partitions: [
          { partition: 0, offset: first },
          { partition: 1, offset: '-1' },
        ],
      },
    ],
  });
  await expect(offsets()).resolves.toMatchObject(told('-1'));
  const member = await joined();
  const committed = [{ topic: 't', partitions: [{ partition: 0, offset: '9007199254740993' }] }];
  await ask('offsetCommit', 1, { ...member, groupGenerationId: 1, topics: committed });
  await ask('leaveGroup', 0, member);
  await expect(offsets()).resolves.toMatchObject(told('9007199254740993'));
});

test('everything else is the broker’s to answer', async () => {
  const { api, body } = await requestOf('metadata', 0, { topics: ['t'] });
  expect(groups.answer({ api, version: 0, correlationId: 0 }, body, '')).toBeUndefined();
});
