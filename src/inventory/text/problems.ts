// Collects everything that is wrong with an inventory, each with its place in the text.
import type { Position, Problem } from '../../model/cluster.js';
import type { Fault } from '../schema/fields.js';
import { pathText, type Path } from './path.js';
import type { Source } from './source.js';

/** Nobody reads further; a file with more is not an inventory. */
const MOST = 100;

/** Hints may be costly (the nearest of many names), so they are asked for only when they will be shown. */
type Hint = string | undefined | (() => string | undefined);

export class Problems {
  private readonly found: Problem[] = [];
  private left = 0;
  private readonly source: Source;
  private readonly file: string;

  constructor(source: Source, file: string) {
    this.source = source;
    this.file = file;
    for (const { offset, position, path, message, hint } of source.faults)
      this.add(() => position ?? source.position(offset), path, message, hint, 'error');
  }

  /** About the value at `path`. */
  error(path: Path, message: string, hint?: Hint): void {
    this.add(() => this.source.position(this.source.at(path)), path, message, hint, 'error');
  }

  /** About the key itself: it should not be there. */
  keyError(path: Path, message: string, hint?: Hint): void {
    this.add(() => this.source.position(this.source.atKey(path)), path, message, hint, 'error');
  }

  warning(path: Path, message: string, hint?: Hint): void {
    this.add(() => this.source.position(this.source.at(path)), path, message, hint, 'warning');
  }

  fault(path: Path, fault: Fault | undefined): void {
    if (fault) this.error(path, fault.message, fault.hint);
  }

  /** In the order of the text. */
  list(severity: Problem['severity']): readonly Problem[] {
    const some = this.found.filter((one) => one.severity === severity).toSorted((a, b) => a.line - b.line || a.column - b.column);
    const last = some.at(-1);
    if (severity === 'warning' || this.left === 0 || last === undefined) return some;
    return [...some, { ...last, path: '', message: `and ${String(this.left)} more`, hint: 'Correct these first.' }];
  }

  private add(position: () => Position, path: Path, message: string, hint: Hint, severity: Problem['severity']): void {
    if (this.found.length >= MOST) {
      if (severity === 'error') this.left++;
      return;
    }
    const spoken = typeof hint === 'function' ? hint() : hint;
    const problem = { file: this.file, ...position(), path: pathText(path), message, severity };
    // Several hosts may inherit one wrong line.
    const same = (one: Problem): boolean =>
      one.line === problem.line && one.column === problem.column && one.path === problem.path && one.message === message;
    if (!this.found.some(same)) this.found.push({ ...problem, ...(spoken !== undefined && { hint: spoken }) });
  }
}
