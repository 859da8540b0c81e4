// Answers captured from real servers: ZooKeeper 3.4.6 and Kafka 0.8.2.1.
import { readFileSync } from 'node:fs';

const file = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');

/** The text of a four-letter word's answer. */
export const answerOf = (state: string, word: string): string => file(`zookeeper/${state}.${word}.txt`);

/** The body of one frame. */
export const bytesOf = (name: string): Buffer => Buffer.from(file(`${name}.hex`).replaceAll('\n', ''), 'hex');
