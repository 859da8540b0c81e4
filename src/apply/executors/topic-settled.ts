// Change of a topic by Kafka's own tool, proven by the state in ZooKeeper and the answer of every broker. The exit code of the tool
// proves nothing: it is 0 even when the brokers refuse.
import { KAFKA, placeOf, samePlace } from '../../components/kafka/broker-place.js';
import { readBrokerMetadata, readRegistryOf } from '../../components/kafka/live/registry.js';
import { runTool, said } from '../../components/kafka/live/tool.js';
import { instancesOf } from '../../components/instances.js';
import { zookeeperConnect } from '../../components/zookeeper/connect.js';
import { AppError, toAppError } from '../../errors/app-error.js';
import type { ActionOf } from '../../model/action.js';
import type { BrokerMetadata, Registry, TopicState } from '../../model/observed.js';
import { waitUntil, type Sight } from '../wait.js';
import { inTurn, type ClusterContext, type Done } from './executor.js';

type TopicAction = ActionOf<'topic-create'> | ActionOf<'topic-alter'>;

/** Unlike the others it works on the cluster and not on a host. */
interface TopicExecutor<A extends TopicAction> {
  /** @returns the result of each action, in their order; a failure is a value */
  run(actions: readonly A[], context: ClusterContext): Promise<readonly Done[]>;
}

/** How one kind of change is recognized and made. */
interface TopicChanging<A extends TopicAction> {
  /** Arguments for the tool beyond those that name the topic. */
  args(action: A): readonly string[];
  /** Remaining differences; empty when the topic is as the action wants it. */
  missing(action: A, found: TopicState | undefined): readonly string[];
  /** Why it can never be as wanted from here, or null. */
  refusal(action: A, found: TopicState | undefined): string | null;
}

const TOOL_SECONDS = 60;
const SETTLE_MS = 60_000;
const ASK_MS = 6000;

export const topicExecutor = <A extends TopicAction>(changing: TopicChanging<A>): TopicExecutor<A> => ({
  run: (actions, context) =>
    inTurn(actions, async (action): Promise<Done> => {
      try {
        return { result: await change(action, changing, context) };
      } catch (error) {
        return { result: 'failed', error: toAppError(error) };
      }
    }),
});

/** @throws AppError TOPIC_FAILED with the differences, or with the tool's own words */
async function change<A extends TopicAction>(action: A, changing: TopicChanging<A>, context: ClusterContext): Promise<'changed' | 'ok'> {
  const { name } = action.topic;
  const found = await findTopic(name, context);
  const refusal = changing.refusal(action, found);
  if (refusal !== null) throw failed(action, refusal);
  const asWanted = changing.missing(action, found).length === 0;
  if (!asWanted) {
    const words = await runTopicTool(action, changing.args(action), context);
    // The tool writes to ZooKeeper before it ends, so the brokers refused every change that is not there now.
    const left = changing.missing(action, await findTopic(name, context));
    if (left.length > 0) throw failed(action, `${left.join('; ')}. The tool said ${words}`);
  }
  await settle(action, context);
  return asWanted ? 'ok' : 'changed';
}

async function findTopic(name: string, { resolved, live }: ClusterContext): Promise<TopicState | undefined> {
  const { topics, deleting } = await readRegistryOf(resolved, live, ASK_MS);
  if (!deleting.includes(name)) return topics.find((one) => one.name === name);
  throw new AppError('TOPIC_FAILED', `Topic ${name} is being deleted.`, {
    todo: ['Wait until it is gone ("fams-ops verify --only kafka.topics"), then run the same command again.'],
  });
}

async function runTopicTool(action: TopicAction, args: readonly string[], { resolved, live }: ClusterContext): Promise<string> {
  const placed = resolved.placed.find(({ instance }) => instance.component === KAFKA && instance.host.name === action.host);
  if (placed === undefined) throw new Error(`no broker on ${action.host} for ${action.id}`);
  const topic = ['--zookeeper', zookeeperConnect(resolved), '--topic', action.topic.name];
  return said(await runTool(placed, live, { script: 'topic-tool', args: [...topic, ...args], seconds: TOOL_SECONDS }));
}

/** Until each registered broker itself tells clients of a leader for every partition. */
async function settle(action: TopicAction, context: ClusterContext): Promise<void> {
  const { name } = action.topic;
  try {
    await waitUntil({
      waitsFor: `leaders of topic ${name} on every broker`,
      deadlineMs: SETTLE_MS,
      signal: context.signal,
      sink: context.sink,
      clock: context.clock,
      todo: [],
      look: () => look(name, context),
    });
  } catch (error) {
    if (error instanceof AppError && error.code === 'GATE_TIMEOUT') throw failed(action, error.message);
    throw error;
  }
}

async function look(name: string, { resolved, live }: ClusterContext): Promise<Sight> {
  try {
    const registry = await readRegistryOf(resolved, live, ASK_MS);
    const topic = registry.topics.find((one) => one.name === name);
    const registered = instancesOf(resolved, KAFKA).filter((one) => registry.brokers.some((broker) => samePlace(broker, placeOf(one))));
    if (topic === undefined || registered.length === 0) return { done: false, saw: 'no broker or no such topic is registered' };
    const answers = await Promise.all(registered.map(async (one) => ({ id: one.id, ...(await readBrokerMetadata(one, live, ASK_MS)) })));
    const blind = answers.filter((answer) => !knows(answer, topic, registry)).map(({ id }) => String(id));
    const saw = blind.length === 0 ? `${String(answers.length)} brokers know it` : `broker ${blind.join(', ')} has not all leaders yet`;
    return { done: blind.length === 0, saw };
  } catch (error) {
    return { done: false, saw: toAppError(error).message };
  }
}

const knows = ({ topics }: BrokerMetadata, { name, partitions }: TopicState, { brokers }: Registry): boolean => {
  const told = topics.find((one) => one.name === name)?.partitions ?? [];
  return partitions.every(({ partition }) => {
    const leader = told.find((one) => one.partition === partition)?.leader;
    return brokers.some(({ id }) => id === leader);
  });
};

function failed({ host, topic }: TopicAction, why: string): AppError {
  return new AppError('TOPIC_FAILED', `Topic ${topic.name} is not as wanted: ${why}`, {
    where: { host },
    todo: ['See "fams-ops plan" and "fams-ops verify --only kafka", put that right, and run the same command again.'],
  });
}
