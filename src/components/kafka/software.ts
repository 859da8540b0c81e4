// Pure: Kafka, with the ZooKeeper in it, on a host.
import type { Software } from '../../model/cluster.js';

/** As its project calls the directory at the top of the archive, which keeps its name. */
export const kafkaDirs = ({ kafka }: Software): readonly string[] => [`kafka_${kafka.scala}-${kafka.version}`];
