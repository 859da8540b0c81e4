// The streaming side with every default filled in.
import type { Streaming } from '../model/cluster.js';
import { DEFAULTS } from './defaults.js';
import { durationMs } from './fields.js';
import type { StreamingSection } from './schema-streaming.js';

export function buildStreaming(section: StreamingSection | undefined): Streaming {
  const { producer, calculator } = section ?? {};
  const { every, messages } = DEFAULTS.producer;
  const [fewest = messages[0], most = messages[1]] = producer?.messages ?? messages;
  return {
    producer: {
      topic: producer?.topic ?? DEFAULTS.producer.topic,
      everyMs: durationMs(producer?.every ?? every),
      messages: [fewest, most],
      pages: producer?.pages ?? DEFAULTS.producer.pages,
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
