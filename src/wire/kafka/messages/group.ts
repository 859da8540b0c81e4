// The messages of a consumer group, in the order in which a member sends them. Brokers of 0.8.2.1 know none of them; EmulatedGroups
// answers in their place, so here requests are read and answers written.
import type { RegisteredBroker } from '../../../model/observed.js';
import { ByteWriter, type ByteReader } from '../../bytes.js';
import { KAFKA_ERROR } from '../error-names.js';

// FindCoordinator (10) v0
// Request => group_id
//   group_id => STRING
// Response => error node_id host port
//   error => INT16   node_id, port => INT32   host => STRING

/** `broker` takes the part of the coordinator; undefined: none is known yet, ask again. */
export function encodeCoordinator(broker: RegisteredBroker | undefined): Buffer {
  const { id, host, port } = broker ?? { id: -1, host: '', port: -1 };
  const error = broker === undefined ? KAFKA_ERROR.coordinatorNotAvailable : KAFKA_ERROR.none;
  return new ByteWriter().i16(error).i32(id).string16(host).i32(port).toBuffer();
}

// JoinGroup (11) v0
// Request => group_id session_timeout member_id protocol_type [protocol]
//   group_id, member_id, protocol_type => STRING   session_timeout => INT32
//   protocol => name metadata
//     name => STRING   metadata => BYTES
// Response => error generation_id protocol leader_id member_id [member]
//   error => INT16   generation_id => INT32   protocol, leader_id, member_id => STRING
//   member => member_id metadata
//     member_id => STRING   metadata => BYTES

interface JoinRequest {
  readonly group: string;
  /** Empty: a new one. */
  readonly member: string;
  readonly protocols: readonly { readonly name: string; readonly metadata: Buffer }[];
}

export function readJoin(reader: ByteReader): JoinRequest {
  const group = reader.string16() ?? '';
  reader.i32();
  const member = reader.string16() ?? '';
  reader.string16();
  return { group, member, protocols: reader.list((r) => ({ name: r.string16() ?? '', metadata: r.bytes32() ?? Buffer.alloc(0) })) };
}

/** The answer to the only member, and so the leader, of its group. */
export function encodeJoined(generation: number, member: string, protocol: JoinRequest['protocols'][number] | undefined): Buffer {
  const { name, metadata } = protocol ?? { name: '', metadata: Buffer.alloc(0) };
  return new ByteWriter()
    .i16(KAFKA_ERROR.none)
    .i32(generation)
    .string16(name)
    .string16(member)
    .string16(member)
    .list([member], (w, id) => w.string16(id).bytes32(metadata))
    .toBuffer();
}

// SyncGroup (14) v0
// Request => group_id generation_id member_id [assignment]
//   group_id, member_id => STRING   generation_id => INT32
//   assignment => member_id assignment
//     member_id => STRING   assignment => BYTES
// Response => error assignment
//   error => INT16   assignment => BYTES

interface SyncRequest {
  readonly group: string;
  readonly generation: number;
  readonly member: string;
  readonly assignments: readonly { readonly member: string; readonly assignment: Buffer }[];
}

export function readSync(reader: ByteReader): SyncRequest {
  return {
    group: reader.string16() ?? '',
    generation: reader.i32(),
    member: reader.string16() ?? '',
    assignments: reader.list((r) => ({ member: r.string16() ?? '', assignment: r.bytes32() ?? Buffer.alloc(0) })),
  };
}

export function encodeSynced(error: number, assignment: Buffer): Buffer {
  return new ByteWriter().i16(error).bytes32(assignment).toBuffer();
}

// Heartbeat (12) v0
// Request => group_id generation_id member_id
//   group_id, member_id => STRING   generation_id => INT32
// Response => error
//   error => INT16

export interface HeartbeatRequest {
  readonly group: string;
  readonly generation: number;
  readonly member: string;
}

export function readHeartbeat(reader: ByteReader): HeartbeatRequest {
  return { group: reader.string16() ?? '', generation: reader.i32(), member: reader.string16() ?? '' };
}

export function encodeHeartbeat(error: number): Buffer {
  return new ByteWriter().i16(error).toBuffer();
}

// LeaveGroup (13) v0
// Request => group_id member_id
//   group_id, member_id => STRING
// Response => error
//   error => INT16

interface LeaveRequest {
  readonly group: string;
  readonly member: string;
}

export function readLeave(reader: ByteReader): LeaveRequest {
  return { group: reader.string16() ?? '', member: reader.string16() ?? '' };
}

export function encodeLeft(): Buffer {
  return new ByteWriter().i16(KAFKA_ERROR.none).toBuffer();
}
