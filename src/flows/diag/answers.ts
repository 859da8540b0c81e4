// Answers of the services over the network for a diagnosis, by component.
import { portOf } from '../../components/instances.js';
import { readBrokerMetadata } from '../../components/kafka/live/registry.js';
import type { ComponentName } from '../../model/cluster.js';
import type { Instance } from '../../model/component.js';
import type { Live } from '../../model/live.js';
import { fourLetterWord } from '../../wire/four-letter.js';
import type { Collection } from './collection.js';

const ANSWER_MS = 8000;
const FIRST = 'ruok';
const WORDS = ['srvr', 'mntr', 'conf', 'cons', 'wchs', 'dump', 'envi'];

type Ask = (into: Collection, folder: string, instance: Instance, live: Live) => Promise<unknown>;

const QUESTIONS: Readonly<Partial<Record<ComponentName, Ask>>> = { zookeeper: askMember, kafka: askBroker };

/** Never rejects. */
export const addAnswers: Ask = (into, folder, instance, live) =>
  QUESTIONS[instance.component]?.(into, folder, instance, live) ?? Promise.resolve();

/** When the first word gets no connection, the others are not tried. */
async function askMember(into: Collection, folder: string, instance: Instance, live: Live): Promise<unknown> {
  const host = instance.host.name;
  const ask = async (word: string): Promise<void> => {
    const dial = () => live.dial(host, portOf(instance, 'client'), ANSWER_MS);
    const answer = await fourLetterWord(dial, word, { host, deadlineMs: ANSWER_MS, signal: live.signal });
    into.addText(`${folder}/zookeeper/${word}.txt`, answer);
  };
  return into.attempt(host, 'zookeeper', async () => {
    await ask(FIRST);
    await Promise.all(WORDS.map((word) => into.attempt(host, `zookeeper ${word}`, () => ask(word))));
  });
}

function askBroker(into: Collection, folder: string, instance: Instance, live: Live): Promise<unknown> {
  return into.attempt(instance.host.name, 'kafka', async () => {
    into.addJson(`${folder}/kafka/metadata.json`, await readBrokerMetadata(instance, live, ANSWER_MS));
  });
}
