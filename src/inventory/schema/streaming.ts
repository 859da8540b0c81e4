// The section "streaming": the producer of page-view events, and the job that ranks the pages.
import { z } from 'zod';
import { DEFAULTS } from '../build/defaults.js';
import * as fields from './fields.js';
import { text } from './parts.js';
import { timeZone } from '../build/time-zone.js';

const { PATTERN } = fields;

const topic = (description: string, fallback: string) =>
  text(fields.topicName, description, { pattern: PATTERN.topic, default: fallback }).optional();
const duration = (description: string, fallback: string) =>
  text(fields.duration, description, { pattern: PATTERN.duration, default: fallback }).optional();
const memory = (description: string, fallback: string) =>
  text(fields.heap, description, { pattern: PATTERN.heap, default: fallback }).optional();
const count = (description: string, fallback: number, most = 1_000_000) =>
  z.int().min(1).max(most).meta({ description, default: fallback }).optional();
const weight = (fallback: number) => z.number().min(-1_000_000).max(1_000_000).meta({ default: fallback }).optional();

const range = (bound: z.ZodType<number>, description: string, fallback: readonly [number, number]) =>
  z.array(bound).length(2).meta({ description, default: fallback }).optional();
/** Beyond these a message is malformed to the calculator. */
const MOST_CLICKS = 1_000_000_000;
const LONGEST_STAY = 1_000_000;

const producer = z
  .strictObject({
    topic: topic('Topic that it writes to.', DEFAULTS.producer.topic),
    every: duration('How often it sends.', DEFAULTS.producer.every),
    messages: range(z.int().min(0).max(1_000_000), 'Fewest and most messages each time, both included.', DEFAULTS.producer.messages),
    pages: count('Number of pages: page1, page2, ...', DEFAULTS.producer.pages),
    clicks: range(z.int().min(0).max(MOST_CLICKS), 'Fewest and most clicks of a message, both included.', DEFAULTS.producer.clicks),
    stay: range(z.number().min(0).max(LONGEST_STAY), 'Shortest and longest stay of a message, in minutes.', DEFAULTS.producer.stay),
    likes: z
      .array(z.int().min(0).max(1_000_000))
      .length(3)
      .meta({ description: 'Shares of -1, 0 and 1 among the likes.', default: DEFAULTS.producer.likes })
      .optional(),
    seed: z.int().nullable().meta({ description: 'The same seed gives the same messages; null: others at each start.' }).optional(),
  })
  .meta({ description: 'The producer of page-view events.' });

const calculator = z
  .strictObject({
    topic: topic('Topic that it counts.', DEFAULTS.calculator.topic),
    interval: duration('Of a batch. Counting one must take less.', DEFAULTS.calculator.interval),
    top: count('Pages in the list.', DEFAULTS.calculator.top, 1000),
    weights: z
      .strictObject({
        clicks: weight(DEFAULTS.calculator.weights.clicks),
        stay: weight(DEFAULTS.calculator.weights.stay),
        like: weight(DEFAULTS.calculator.weights.like),
      })
      .meta({ description: 'What a click, a minute and a like are worth.' })
      .optional(),
    zone: text(timeZone, 'Time zone of the day that the list is of: a region such as Asia/Shanghai, or an offset such as +08:00.', {
      default: DEFAULTS.calculator.zone,
    }).optional(),
    output: topic('Topic that the list is published to.', DEFAULTS.calculator.output),
    cores: count('Cores of all executors together.', DEFAULTS.calculator.cores, 1024),
    driverMemory: memory('Heap of the driver.', DEFAULTS.calculator.driverMemory),
    executorMemory: memory('Heap of each executor.', DEFAULTS.calculator.executorMemory),
    maxRatePerPartition: count(
      'Records a second from one partition, at most: what has piled up is counted in such portions.',
      DEFAULTS.calculator.maxRatePerPartition,
      100_000_000,
    ),
  })
  .meta({ description: 'The job that ranks the pages.' });

export const streaming = z
  .strictObject({ producer: producer.optional(), calculator: calculator.optional() })
  .meta({ description: 'The jobs that "fams-ops launch" starts.' });

export type StreamingSection = z.output<typeof streaming>;
