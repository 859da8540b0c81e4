// ApiVersions (18) v0-2: unknown to Kafka 0.8, which closes the connection on it.
// Request =>
// Response => error [api] throttle_time
//   error => INT16
//   api => api_key min_version max_version
//     api_key, min_version, max_version => INT16
//   throttle_time => INT32         from v1 on
import { ByteWriter } from '../../bytes.js';
import { API } from '../api.js';
import { KAFKA_ERROR } from '../error-names.js';

/** The broker does not check the version of the first four and would read a later one as garbage: this must be exact. */
const BROKER = [API.produce, API.fetch, API.listOffsets, API.metadata].map((api) => [api, 0, 0] as const);
/** What the emulated group answers. kafkajs has no OffsetFetch v0. */
const GROUP = [
  [API.offsetCommit, 1, 1],
  [API.offsetFetch, 1, 1],
  ...[API.findCoordinator, API.joinGroup, API.heartbeat, API.leaveGroup, API.syncGroup].map((api) => [api, 0, 0] as const),
] as const;

export function encodeApiVersions(version: number): Buffer {
  const writer = new ByteWriter().i16(KAFKA_ERROR.none);
  writer.list([...BROKER, ...GROUP], (w, [api, min, max]) => w.i16(api).i16(min).i16(max));
  return (version >= 1 ? writer.i32(0) : writer).toBuffer();
}
