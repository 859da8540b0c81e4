// A group coordinator inside the client, for consumers that insist on a group: Kafka 0.8.2 has no JoinGroup. Every group has
// one member, and its offsets live as long as this object: nothing is written to the cluster.
import { randomUUID } from 'node:crypto';
import type { RegisteredBroker } from '../../model/observed.js';
import type { ByteReader } from '../bytes.js';
import { API, type RequestHeader } from './api.js';
import { KAFKA_ERROR } from './error-names.js';
import { encodeApiVersions } from './messages/api-versions.js';
import {
  encodeCoordinator,
  encodeHeartbeat,
  encodeJoined,
  encodeLeft,
  encodeSynced,
  readHeartbeat,
  readJoin,
  readLeave,
  readSync,
  type HeartbeatRequest,
} from './messages/group.js';
import { encodeCommitted, readCommit } from './messages/offset-commit.js';
import { encodeOffsets, readOffsetFetch } from './messages/offset-fetch.js';

interface Group {
  generation: number;
  /** Undefined once it has left. */
  member: string | undefined;
  assignment: Buffer;
  /** By topic and partition. They outlive the member, so that a consumer that restarts goes on where it was. */
  readonly offsets: Map<string, bigint>;
}

const key = (topic: string, partition: number): string => `${topic}/${partition}`;
const NOTHING = Buffer.alloc(0);

export class EmulatedGroups {
  private readonly groups = new Map<string, Group>();
  private brokers: readonly RegisteredBroker[] = [];

  /** The brokers that may be named as coordinator: those that the client knows by now. */
  learn(brokers: readonly RegisteredBroker[]): void {
    this.brokers = brokers;
  }

  /** The body of the answer, or undefined for a request that is the broker's to answer. `broker` is the one that was asked. */
  answer(header: RequestHeader, body: ByteReader, broker: string): Buffer | undefined {
    switch (header.api) {
      case API.apiVersions:
        return encodeApiVersions(header.version);
      case API.findCoordinator:
        return encodeCoordinator(this.brokers.find(({ host, port }) => `${host}:${port}` === broker) ?? this.brokers[0]);
      case API.joinGroup:
        return this.join(body);
      case API.syncGroup:
        return this.sync(body);
      case API.heartbeat:
        return encodeHeartbeat(this.membership(readHeartbeat(body)));
      case API.leaveGroup:
        return this.leave(body);
      case API.offsetCommit:
        return this.commit(body);
      case API.offsetFetch:
        return this.fetchOffsets(body);
      default:
        return undefined;
    }
  }

  private join(body: ByteReader): Buffer {
    const request = readJoin(body);
    const group = this.group(request.group);
    group.generation += 1;
    group.member = request.member === '' ? `fams-ops-${randomUUID()}` : request.member;
    group.assignment = NOTHING;
    return encodeJoined(group.generation, group.member, request.protocols[0]);
  }

  /** The member leads its group: it has made its assignment itself. */
  private sync(body: ByteReader): Buffer {
    const request = readSync(body);
    const error = this.membership(request);
    if (error !== KAFKA_ERROR.none) return encodeSynced(error, NOTHING);
    const group = this.group(request.group);
    group.assignment = request.assignments.find(({ member }) => member === request.member)?.assignment ?? group.assignment;
    return encodeSynced(KAFKA_ERROR.none, group.assignment);
  }

  private leave(body: ByteReader): Buffer {
    const request = readLeave(body);
    const group = this.group(request.group);
    if (group.member === request.member) group.member = undefined;
    return encodeLeft();
  }

  private commit(body: ByteReader): Buffer {
    const request = readCommit(body);
    const { offsets } = this.group(request.group);
    for (const { name, partitions } of request.topics) {
      for (const { partition, offset } of partitions) offsets.set(key(name, partition), offset);
    }
    return encodeCommitted(request, KAFKA_ERROR.none);
  }

  private fetchOffsets(body: ByteReader): Buffer {
    const request = readOffsetFetch(body);
    const { offsets } = this.group(request.group);
    return encodeOffsets(request, (topic, partition) => offsets.get(key(topic, partition)));
  }

  private membership({ group: name, generation, member }: HeartbeatRequest): number {
    const group = this.group(name);
    if (group.member !== member) return KAFKA_ERROR.unknownMemberId;
    return group.generation === generation ? KAFKA_ERROR.none : KAFKA_ERROR.illegalGeneration;
  }

  private group(name: string): Group {
    const group = this.groups.get(name) ?? { generation: 0, member: undefined, assignment: NOTHING, offsets: new Map<string, bigint>() };
    this.groups.set(name, group);
    return group;
  }
}
