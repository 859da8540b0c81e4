// Pure: the executors that run on a host, seen as the JVMs that its worker has started.
import type { ChildJvm, HostFacts } from '../../model/facts.js';
import { SPARK_WORKER } from './places.js';

export interface Executor extends ChildJvm {
  readonly appId: string | null;
  readonly cores: number;
}

const MAIN_CLASS = 'org.apache.spark.executor.CoarseGrainedExecutorBackend';

export const executorsOn = ({ services }: Pick<HostFacts, 'services'>): readonly Executor[] =>
  (services[SPARK_WORKER]?.children ?? [])
    .filter((child) => child.arguments.includes(MAIN_CLASS))
    .map((child) => ({ ...child, appId: option(child, '--app-id'), cores: Number(option(child, '--cores') ?? 0) }));

/** Cores that the executors of one application have. */
export const coresOfApp = (hosts: Iterable<HostFacts>, appId: string): number =>
  [...hosts]
    .flatMap(executorsOn)
    .filter((executor) => executor.appId === appId)
    .reduce((sum, { cores }) => sum + cores, 0);

function option({ arguments: words }: ChildJvm, name: string): string | null {
  const at = words.indexOf(name);
  return at < 0 ? null : (words[at + 1] ?? null);
}
