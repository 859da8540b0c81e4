// Pure: the picture of a run, hosts down and stages across, from the events so far.
import type { ActionResult } from '../../model/action.js';
import type { HostName } from '../../model/cluster.js';
import type { RunEvent } from '../../model/event.js';
import type { Stage } from '../../model/stage.js';
import { table } from '../../terminal/table.js';

interface Cell {
  total: number;
  readonly results: ActionResult[];
}

export class Grid {
  private hosts: readonly HostName[] = [];
  private stages: readonly Stage[] = [];
  private readonly cells = new Map<string, Cell>();
  private readonly doing = new Map<HostName, string>();
  private wait = '';

  take(event: RunEvent): void {
    switch (event.kind) {
      case 'run-begins':
        this.begin(event.hosts, event.stages);
        break;
      case 'stage-begins':
        if (!this.stages.some((stage) => stage.id === event.stage.id)) this.begin(this.hosts, [...this.stages, event.stage]);
        break;
      case 'action-begins':
        this.doing.set(event.action.host, event.action.summary);
        break;
      case 'action-ends':
        this.cellOf(event.action.host, this.stageOf(event.action.id)).results.push(event.result);
        this.doing.delete(event.action.host);
        break;
      case 'bytes':
        this.doing.set(event.host, `${event.what} ${String(Math.floor((100 * event.sent) / Math.max(1, event.total)))} %`);
        break;
      case 'waiting':
        this.wait = `waiting for ${event.waitsFor} (${String(Math.round(event.elapsedMs / 1000))} s; seen: ${event.saw})`;
        break;
      case 'reached':
      case 'not-reached':
      case 'stage-ends':
        this.wait = '';
        break;
      default:
        break;
    }
  }

  lines(): readonly string[] {
    if (this.stages.length === 0) return [];
    const head = ['', ...this.stages.map((stage) => stage.id), ''];
    const rows = this.hosts.map((host) => [
      host,
      ...this.stages.map((stage) => show(this.cells.get(`${host} ${stage.id}`))),
      this.doing.get(host) ?? '',
    ]);
    return [...table([head, ...rows]).split('\n'), this.wait];
  }

  private begin(hosts: readonly HostName[], stages: readonly Stage[]): void {
    this.hosts = hosts;
    this.stages = stages;
    for (const stage of stages)
      for (const host of hosts) this.cellOf(host, stage).total = stage.actions.filter((action) => action.host === host).length;
  }

  private stageOf(actionId: string): Stage | undefined {
    return this.stages.find((stage) => stage.actions.some((action) => action.id === actionId));
  }

  private cellOf(host: HostName, stage: Stage | undefined): Cell {
    const key = `${host} ${stage?.id ?? ''}`;
    const cell = this.cells.get(key) ?? { total: 0, results: [] };
    this.cells.set(key, cell);
    return cell;
  }
}

function show(cell: Cell | undefined): string {
  if (cell === undefined || cell.total === 0) return '-';
  if (cell.results.includes('failed')) return 'FAILED';
  if (cell.results.length === cell.total) return `done ${String(cell.total)}`;
  return cell.results.length === 0 ? '.' : `${String(cell.results.length)}/${String(cell.total)}`;
}
