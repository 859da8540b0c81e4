import { expect, test } from 'vitest';
import {
  parseAssignment,
  parseBroker,
  parseController,
  parsePartitionList,
  parseState,
  parseTopicConfig,
} from '../../../src/wire/registry-values.js';

test('what Kafka 0.8.2.1 writes', () => {
  expect(parseBroker(1, '{"jmx_port":-1,"timestamp":"1795384523814","host":"127.0.0.2","version":1,"port":25771}')).toEqual({
    ...{ id: 1, host: '127.0.0.2', port: 25771 },
  });
  expect(parseAssignment('{"version":1,"partitions":{"10":[0],"2":[1,2,0],"1":[0,1,2]}}')).toEqual([
    { partition: 1, replicas: [0, 1, 2] },
    { partition: 2, replicas: [1, 2, 0] },
    { partition: 10, replicas: [0] },
  ]);
  expect(parseState('{"controller_epoch":1,"leader":-1,"version":1,"leader_epoch":0,"isr":[]}')).toEqual({ leader: -1, isr: [] });
  expect(parseTopicConfig('{"version":1,"config":{"retention.ms":"3600000"}}')).toEqual({ 'retention.ms': '3600000' });
  expect(parseController('{"version":1,"brokerid":2,"timestamp":"1795383300000"}')).toBe(2);
});

test.each([
  ['not JSON', () => parseState('leader=1'), /JSON/],
  ['null', () => parseController('null'), 'it is not an object'],
  ['a list', () => parseTopicConfig('[]'), 'it is not an object'],
  ['a broker without a host', () => parseBroker(0, '{"port":9092}'), 'no host in it'],
  ['a port in quotes', () => parseBroker(0, '{"host":"h","port":"9092"}'), 'no number port in it'],
  ['a replica that is no number', () => parseAssignment('{"partitions":{"0":["1"]}}'), 'no numbers replicas of 0 in it'],
  ['a state without ISR', () => parseState('{"leader":0}'), 'no numbers isr in it'],
])('%s is refused', (_, parse, message) => {
  expect(parse).toThrow(message);
});

test('work that a tool asked for is told as it is where it cannot be understood', () => {
  const json = '{"version":1,"partitions":[{"topic":"a.b","partition":3,"replicas":[1,2]},{"topic":"c","partition":0}]}';
  expect(parsePartitionList(json)).toEqual(['a.b/3', 'c/0']);
  expect(parsePartitionList('{"version":1,"partitions":[]}')).toEqual([]);
  for (const odd of ['', 'null', '{"partitions":null}', '{"partitions":[null]}'])
    expect(parsePartitionList(odd)).toEqual([`something that cannot be understood: "${odd}"`]);
});
