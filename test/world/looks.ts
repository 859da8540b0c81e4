// What one operator has seen, and when. What it does must rest on that.
import type { ComponentName, HostName } from '../../src/model/cluster.js';
import type { MemberAnswers, Registry } from '../../src/model/observed.js';

export class Looks {
  registry: { readonly value: Registry; readonly at: number } | null = null;
  readonly members = new Map<HostName, { readonly serves: boolean; readonly at: number }>();
  /** When a host was last asked for its facts. */
  readonly facts = new Map<HostName, number>();
  /** When an instance was last seen to serve, by `host component`. */
  private readonly serving = new Map<string, number>();
  /** When somebody last asked whether an instance may stop, by `host component`. */
  private readonly permissions = new Map<string, number>();
  /** By component: who led it at each look since its last restart; null where that could not be seen. */
  private readonly leaders = new Map<ComponentName, (HostName | null)[]>();

  sawRegistry(value: Registry, at: number, controller: HostName | null): void {
    this.registry = { value, at };
    this.leadersOf('kafka').push(controller);
  }

  sawNoRegistry(): void {
    this.leadersOf('kafka').push(null);
  }

  sawMember(host: HostName, answers: MemberAnswers | null, at: number): void {
    const leaders = this.leadersOf('zookeeper');
    if (answers?.mode === 'leader') leaders.push(host);
    else if (leaders.at(-1) === host) leaders.push(null);
    this.members.delete(host);
    if (answers === null) return;
    this.members.set(host, { serves: answers.mode !== null, at });
    if (answers.mode !== null) this.sawServing(host, 'zookeeper', at);
  }

  sawServing(host: HostName, component: ComponentName, at: number): void {
    this.serving.set(`${host} ${component}`, at);
  }

  asked(host: HostName, component: ComponentName, at: number): void {
    this.permissions.set(`${host} ${component}`, at);
  }

  servedSince(host: HostName, component: ComponentName, since: number): boolean {
    return (this.serving.get(`${host} ${component}`) ?? -1) >= since;
  }

  askedSince(host: HostName, component: ComponentName, since: number): boolean {
    return (this.permissions.get(`${host} ${component}`) ?? -1) >= since;
  }

  /** The host that led the component at every look since the last call, of which there were two at least. */
  lastingLeader(component: ComponentName): HostName | null {
    const looks = this.leadersOf(component);
    const [first = null] = looks;
    this.leaders.set(component, []);
    return looks.length > 1 && looks.every((leader) => leader === first) ? first : null;
  }

  private leadersOf(component: ComponentName): (HostName | null)[] {
    const looks = this.leaders.get(component) ?? [];
    this.leaders.set(component, looks);
    return looks;
  }
}
