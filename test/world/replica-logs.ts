// How far the log of each replica goes. It lies on the disk of the broker's host and survives its process.

export interface Place {
  readonly topic: string;
  readonly partition: number;
}

export class ReplicaLogs {
  private readonly ends = new Map<string, number>();

  endOf(id: number, place: Place): number {
    return this.ends.get(key(id, place)) ?? 0;
  }

  set(id: number, place: Place, end: number): void {
    this.ends.set(key(id, place), end);
  }

  has(id: number, place: Place): boolean {
    return this.ends.has(key(id, place));
  }

  drop(id: number, place: Place): void {
    this.ends.delete(key(id, place));
  }

  clear(): void {
    this.ends.clear();
  }
}

const key = (id: number, { topic, partition }: Place): string => `${String(id)} ${topic} ${String(partition)}`;
