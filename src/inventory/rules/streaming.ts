// Rules about the streaming side: its topics exist, and what it is asked to do can be done.
import type { ComponentName } from '../../model/cluster.js';
import { heapKb } from '../../components/heap.js';
import { heap } from '../schema/fields.js';
import { mappingOf } from '../text/reading.js';
import type { Draft } from './draft.js';

/** Shorter batches cost more to start than to count. */
const SHORTEST_MS = 500;
const HOUR_MS = 3_600_000;

export function checkStreaming(draft: Draft): void {
  const { cluster, problems, source } = draft;
  const { producer, calculator } = cluster.streaming;
  checkExecutorMemory(draft);
  const has = (role: ComponentName): boolean => cluster.hosts.some((host) => host.roles.includes(role));
  // Who names no roles has not asked for the jobs; launch says then what they lack.
  const asked = (job: ComponentName): boolean =>
    draft.countable &&
    has(job) &&
    (source.has(['streaming']) || draft.inventory.hosts.some((host) => mappingOf(host).roles?.includes(job) === true));
  const path = (...parts: readonly string[]) => {
    const full = ['streaming', ...parts];
    return source.has(full) ? full : ['hosts'];
  };
  for (const [job, topic] of [
    ['producer', producer.topic],
    ['calculator', calculator.topic],
  ] as const)
    if (asked(job) && !cluster.topics.some((one) => one.name === topic && !one.internal))
      problems.error(path(job, 'topic'), `the ${job}'s topic ${topic} is not declared`, `Add it to topics: [{ name: ${topic} }].`);
  if (calculator.output === calculator.topic)
    problems.error(path('calculator', 'output'), 'is the topic that is counted', 'Publish the list to another topic.');
  const output = cluster.topics.find((one) => one.name === calculator.output);
  if (has('calculator') && output !== undefined && output.partitions !== 1)
    problems.error(
      path('calculator', 'output'),
      `has ${String(output.partitions)} partitions`,
      'The list is one sequence: give the topic one.',
    );
  for (const [key, form] of [
    ['messages', '[FEWEST, MOST]'],
    ['clicks', '[FEWEST, MOST]'],
    ['stay', '[SHORTEST, LONGEST]'],
  ] as const)
    if (producer[key][0] > producer[key][1])
      problems.error(path('producer', key), 'its first number is larger than its second', `Write ${form}.`);
  if (producer.likes.every((share) => share === 0))
    problems.error(path('producer', 'likes'), 'gives no like a share', 'Write [1, 1, 1] for as many of each.');
  if (calculator.intervalMs < SHORTEST_MS || calculator.intervalMs > HOUR_MS)
    problems.error(path('calculator', 'interval'), 'is not from 500ms to 1h', 'Write 2s, for instance.');
}

/** An executor that is larger than what a worker offers is never started, and its application waits for ever. */
function checkExecutorMemory({ cluster, problems, source }: Draft): void {
  const { executorMemory } = cluster.streaming.calculator;
  const { workerMemory } = cluster.spark;
  // What is no size was said already.
  if ([executorMemory, workerMemory].some((text) => heap(text) !== undefined)) return;
  if (heapKb(executorMemory) <= heapKb(workerMemory)) return;
  const executor = ['streaming', 'calculator', 'executorMemory'];
  if (source.has(executor))
    problems.error(
      executor,
      `is more than a worker offers (spark.workerMemory: ${workerMemory})`,
      'No worker could start such an executor: lower it, or raise spark.workerMemory.',
    );
  else
    problems.error(
      ['spark', 'workerMemory'],
      `is less than one executor takes (${executorMemory})`,
      'Raise it, or lower streaming.calculator.executorMemory.',
    );
}
