import { expect, test } from 'vitest';
import { ByteReader, ByteWriter } from '../../../../src/wire/bytes.js';
import { decodeConnected, encodeConnect } from '../../../../src/wire/zookeeper/connect.js';
import { decodeReply, encodeRequest, type Request } from '../../../../src/wire/zookeeper/request.js';
import { create, deleteNode, exists, getChildren, getData, setData } from '../../../../src/wire/zookeeper/requests.js';
import { bytesOf } from '../fixture.js';

function answerTo<T>(request: Request<T>, fixture: string): T {
  const { body, error } = decodeReply(bytesOf(`zookeeper/${fixture}`));
  expect(error).toBe(0);
  const answer = request.read(body);
  expect(body.left).toBe(0);
  return answer;
}

const BROKER = { createdAt: 1795384523829, modifiedAt: 1795384523829, version: 0, ephemeralOwner: 261777508114956289n, children: 0 };

test('the answers of ZooKeeper 3.4.6 are read to their last byte', () => {
  expect(decodeConnected(bytesOf('zookeeper/connected'))).toEqual({ timeoutMs: 10_000, id: 189719914076372993n });
  expect(answerTo(exists('/x'), 'exists')).toEqual(BROKER);
  expect(answerTo(getData('/x'), 'get-data')).toEqual({
    value: Buffer.from('{"jmx_port":-1,"timestamp":"1795384523814","host":"127.0.0.2","version":1,"port":25771}'),
    stat: BROKER,
  });
  expect(answerTo(getChildren('/x'), 'get-children')).toEqual(['ids', 'topics']);
  expect(answerTo(create('/x', Buffer.alloc(0), 'ephemeral'), 'create')).toBe('/fams-ops-fixture');
  expect(answerTo(setData('/x', Buffer.alloc(0), 0), 'set-data')).toMatchObject({ version: 1 });
});

test('an error has no body', () => {
  expect(decodeReply(bytesOf('zookeeper/no-node'))).toMatchObject({ xid: 4, error: -101, body: { left: 0 } });
});

test('what is asked, byte by byte', () => {
  const hex = (request: Request<unknown>): string => encodeRequest(7, request).toString('hex');
  expect(encodeConnect(4000).toString('hex')).toBe(`00000000${'00'.repeat(8)}00000fa0${'00'.repeat(8)}00000010${'00'.repeat(16)}`);
  expect(hex(exists('/a'))).toBe('0000000700000003000000022f6100');
  expect(hex(getData('/a'))).toBe('0000000700000004000000022f6100');
  expect(hex(getChildren('/a'))).toBe('0000000700000008000000022f6100');
  expect(hex(setData('/a', Buffer.from('v'), 3))).toBe('0000000700000005000000022f61000000017600000003');
  expect(hex(deleteNode('/a', -1))).toBe('0000000700000002000000022f61ffffffff');
  const acl = new ByteWriter().i32(1).i32(31).string32('world').string32('anyone').toBuffer().toString('hex');
  expect(hex(create('/a', Buffer.from('v'), 'ephemeral'))).toBe(`0000000700000001000000022f610000000176${acl}00000001`);
  expect(hex(create('/a', Buffer.from('v'), 'persistent'))).toBe(`0000000700000001000000022f610000000176${acl}00000000`);
});

test('a null value is an empty one', () => {
  const stat = bytesOf('zookeeper/set-data').subarray(16);
  expect(getData('/x').read(new ByteReader(Buffer.concat([Buffer.from('ffffffff', 'hex'), stat]))).value).toHaveLength(0);
});
