// The streaming side with every default filled in.
import type { Streaming } from '../../model/cluster.js';
import { DEFAULTS } from './defaults.js';
import { durationMs } from '../schema/fields.js';
import type { StreamingSection } from '../schema/streaming.js';

export function buildStreaming(section: StreamingSection | undefined): Streaming {
  const { producer, calculator } = section ?? {};
  const { every, messages, clicks, stay, likes } = DEFAULTS.producer;
  const [minus = likes[0], zero = likes[1], plus = likes[2]] = producer?.likes ?? likes;
  return {
    producer: {
      topic: producer?.topic ?? DEFAULTS.producer.topic,
      everyMs: durationMs(producer?.every ?? every),
      messages: range(producer?.messages, messages),
      pages: producer?.pages ?? DEFAULTS.producer.pages,
      clicks: range(producer?.clicks, clicks),
      stay: range(producer?.stay, stay),
      likes: [minus, zero, plus],
      seed: producer?.seed ?? null,
    },
    calculator: {
      topic: calculator?.topic ?? DEFAULTS.calculator.topic,
      intervalMs: durationMs(calculator?.interval ?? DEFAULTS.calculator.interval),
      top: calculator?.top ?? DEFAULTS.calculator.top,
      weights: {
        clicks: calculator?.weights?.clicks ?? DEFAULTS.calculator.weights.clicks,
        stay: calculator?.weights?.stay ?? DEFAULTS.calculator.weights.stay,
        like: calculator?.weights?.like ?? DEFAULTS.calculator.weights.like,
      },
      zone: calculator?.zone ?? DEFAULTS.calculator.zone,
      output: calculator?.output ?? DEFAULTS.calculator.output,
      cores: calculator?.cores ?? DEFAULTS.calculator.cores,
      driverMemory: calculator?.driverMemory ?? DEFAULTS.calculator.driverMemory,
      executorMemory: calculator?.executorMemory ?? DEFAULTS.calculator.executorMemory,
      maxRatePerPartition: calculator?.maxRatePerPartition ?? DEFAULTS.calculator.maxRatePerPartition,
    },
  };
}

/** The schema has seen to it that there are two. */
const range = (given: readonly number[] | undefined, fallback: readonly [number, number]): readonly [number, number] => [
  given?.[0] ?? fallback[0],
  given?.[1] ?? fallback[1],
];
