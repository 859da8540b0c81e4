// YAML nodes -> plain values. Our own walk, since the library's throws on an alias bomb, accepts a value that contains itself, and
// says nothing about where.
import { isAlias, isMap, isScalar, type ParsedNode } from 'yaml';
import type { Position } from '../../model/cluster.js';
import type { Path } from './path.js';

/** What is wrong with the text itself. */
export interface TextFault {
  readonly offset: number;
  /** Where the offset is of a text that was put right before it was read. */
  readonly position?: Position;
  readonly path: Path;
  readonly message: string;
  readonly hint?: string;
}

/** Values that aliases may add to the file, all together. */
const MAX_REPEATED = 10_000;

interface Plain {
  readonly value: unknown;
  readonly faults: readonly TextFault[];
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<unknown, ParsedNode>;
}

export function plainOf(root: ParsedNode | null): Plain {
  const walk = new Walk();
  const value = walk.value(root, []);
  return { value, faults: walk.faults, targets: walk.targets };
}

class Walk {
  readonly faults: TextFault[] = [];
  readonly targets = new Map<unknown, ParsedNode>();
  /** The walk is in the order of the text, so an alias finds the anchor last set before it. */
  private readonly anchors = new Map<string, ParsedNode>();
  private readonly open = new Set<unknown>();
  private inAlias = 0;
  private repeated = 0;

  value(node: ParsedNode | null, path: Path): unknown {
    if (node === null) return null;
    if (isAlias(node)) return this.alias(node, path);
    if (this.inAlias > 0) this.repeated++;
    else if (node.anchor !== undefined) this.anchors.set(node.anchor, node);
    if (isScalar(node)) return node.value;
    this.open.add(node);
    const value = isMap<ParsedNode, ParsedNode | null>(node) ? this.mapping(node.items, path) : this.list(node.items, path);
    this.open.delete(node);
    return value;
  }

  private list(items: readonly unknown[], path: Path): unknown[] {
    return items.map((item, i) => this.value(item as ParsedNode | null, [...path, i]));
  }

  private mapping(items: readonly { readonly key: ParsedNode; readonly value: ParsedNode | null }[], path: Path): object {
    const entries = new Map<string, unknown>();
    for (const { key, value } of items) {
      const name = isScalar(key) ? String(key.value) : '';
      const at = [...path, name];
      if (entries.has(name)) this.fault(key, at, 'this key is set twice', 'Keep one of the two.');
      // Assigned as a property it would set the prototype, and vanish.
      else if (name === '__proto__') this.fault(key, at, 'unknown key');
      else entries.set(name, this.value(value, at));
    }
    return Object.fromEntries(entries);
  }

  private alias(node: ParsedNode & { readonly source: string }, path: Path): unknown {
    const target = this.anchors.get(node.source);
    if (target === undefined || this.open.has(target)) {
      if (target) this.fault(node, path, 'this value contains itself', 'Write it out.');
      else this.fault(node, path, 'no anchor of this name stands before it', 'Set it above, or write the value out.');
      return undefined;
    }
    if (this.repeated > MAX_REPEATED) return undefined;
    this.targets.set(node, target);
    this.inAlias++;
    this.repeated++;
    const value = this.value(target, path);
    this.inAlias--;
    if (this.repeated > MAX_REPEATED && this.inAlias === 0)
      this.fault(node, path, `aliases repeat more than ${String(MAX_REPEATED)} values`, 'Write the inventory out.');
    return value;
  }

  private fault(node: ParsedNode, path: Path, message: string, hint?: string): void {
    // What stands at an anchor was reported there.
    if (this.inAlias > 0) return;
    this.faults.push({ offset: node.range[0], path, message, ...(hint !== undefined && { hint }) });
  }
}
