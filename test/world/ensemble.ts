// A simulated ZooKeeper ensemble: members, their quorum and leader, and how far each has followed the log.
import type { HostName } from '../../src/model/cluster.js';
import type { MemberAnswers } from '../../src/model/observed.js';
import type { Process } from './machine.js';
import type { Scheduler } from './scheduler.js';
import type { Random } from './random.js';

interface Member {
  readonly host: HostName;
  readonly process: Process;
  readonly id: number;
  /** Members that its configuration names. */
  readonly size: number;
  state: 'starting' | 'looking' | 'follower' | 'leader';
}

export interface EnsembleEvents {
  /** The ensemble begins or ceases to serve. */
  readonly onQuorum: (serves: boolean) => void;
  /** A leader without any of what was written: an empty ensemble. */
  readonly onForgotten: () => void;
}

export class Ensemble {
  private readonly members = new Map<HostName, Member>();
  /** By host: the last transaction on its disk. */
  private readonly logs = new Map<HostName, number>();
  private readonly time: Scheduler;
  private readonly random: Random;
  private readonly events: EnsembleEvents;
  private committed = 0;
  private electing = false;

  constructor(time: Scheduler, random: Random, events: EnsembleEvents) {
    this.time = time;
    this.random = random;
    this.events = events;
  }

  get serves(): boolean {
    return [...this.members.values()].some(({ state }) => state === 'leader');
  }

  get leader(): HostName | null {
    return [...this.members.values()].find(({ state }) => state === 'leader')?.host ?? null;
  }

  serving(host: HostName): boolean {
    const state = this.members.get(host)?.state;
    return state === 'leader' || state === 'follower';
  }

  start(host: HostName, process: Process, id: number, size: number): void {
    const member: Member = { host, process, id, size, state: 'starting' };
    this.members.set(host, member);
    this.time.after(this.random.between(600, 2500), () => {
      if (this.members.get(host) !== member || !process.alive) return;
      member.state = 'looking';
      this.settle();
    });
  }

  stop(host: HostName): void {
    const member = this.members.get(host);
    if (member === undefined) return;
    this.members.delete(host);
    const { active } = this;
    const broken = member.state === 'leader' || active.length * 2 <= member.size;
    if ((member.state === 'leader' || member.state === 'follower') && broken) {
      for (const other of active) other.state = 'looking';
      this.events.onQuorum(false);
    }
    this.settle();
  }

  /** The leader gives way to another member, as after a pause of its network. */
  reelect(): void {
    if (!this.serves) return;
    for (const member of this.active) member.state = 'looking';
    this.events.onQuorum(false);
    this.settle();
  }

  /** Something was written: whoever serves has it on disk. */
  commit(): void {
    this.committed++;
    for (const { host } of this.active) this.logs.set(host, this.committed);
  }

  /** The data directory of this host is gone. */
  forget(host: HostName): void {
    this.logs.delete(host);
  }

  answers(host: HostName): MemberAnswers | null {
    const member = this.members.get(host);
    if (member === undefined || member.state === 'starting') return null;
    const { size } = member;
    const mode = this.serving(host) ? (size === 1 ? 'standalone' : member.state === 'leader' ? 'leader' : 'follower') : null;
    const followers = this.active.filter(({ state }) => state === 'follower').length;
    return {
      ruok: true,
      mode,
      version: '3.4.6',
      zxid: `0x${this.committed.toString(16)}`,
      mntr: mode === 'leader' ? { zk_synced_followers: String(followers) } : {},
      conf: { serverId: String(member.id) },
      writable: mode === null ? null : true,
      sentence: mode === null ? 'This ZooKeeper instance is not currently serving requests' : null,
      refused: [],
    };
  }

  private get active(): readonly Member[] {
    return [...this.members.values()].filter(({ state }) => state === 'leader' || state === 'follower');
  }

  private get ready(): readonly Member[] {
    return [...this.members.values()].filter(({ state }) => state !== 'starting');
  }

  /** Members that can form a quorum do so after a while; one that comes later follows the leader. */
  private settle(): void {
    if (this.electing) return;
    this.electing = true;
    this.time.after(this.random.between(200, 2000), () => {
      this.electing = false;
      const { ready } = this;
      const size = Math.max(0, ...ready.map((member) => member.size));
      if (ready.length * 2 <= size) return;
      if (this.serves) {
        for (const member of ready) if (member.state === 'looking') this.follow(member);
        return;
      }
      const [leader] = ready.toSorted((a, b) => this.logOf(b) - this.logOf(a) || b.id - a.id);
      if (leader === undefined) return;
      const last = this.logOf(leader);
      if (last < this.committed) {
        this.committed = last;
        if (last === 0) this.events.onForgotten();
      }
      for (const member of ready) this.follow(member);
      leader.state = 'leader';
      this.events.onQuorum(true);
    });
  }

  private follow(member: Member): void {
    member.state = 'follower';
    this.logs.set(member.host, this.committed);
  }

  private logOf({ host }: Member): number {
    return this.logs.get(host) ?? 0;
  }
}
