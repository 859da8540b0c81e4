// Pure: how many in-sync replicas a partition needs before a broker takes records with acks=-1.
import type { PartitionState, TopicState } from '../../model/observed.js';
import type { Placed } from '../../model/resolved.js';

const KEY = 'min.insync.replicas';
/** Of the broker, where neither the topic nor its configuration says otherwise. */
const BROKER_DEFAULT = 1;

/** The topic's own setting, else the strictest of the brokers that may lead the partition. */
export function minIsr(topic: TopicState, partition: PartitionState, placed: readonly Placed[]): number {
  const own = topic.config[KEY];
  if (own !== undefined) return Number(own);
  const leaders = placed.filter(({ instance }) => partition.replicas.includes(instance.id));
  return Math.max(BROKER_DEFAULT, ...leaders.map((one) => Number(brokerSetting(one, KEY) ?? BROKER_DEFAULT)));
}

/** A key of the rendered configuration file, which has also what is derived from the size of the cluster. */
function brokerSetting({ layout, instance }: Placed, key: string): string | undefined {
  const text = layout.files.find((file) => file.path.endsWith('/server.properties'))?.text ?? '';
  const line = text.split('\n').find((one) => one.slice(0, one.indexOf('=')).trim() === key);
  return line === undefined ? instance.settings.config[key] : line.slice(line.indexOf('=') + 1).trim();
}
