// The tree that an archive would unpack to, built in memory entry by entry. It refuses what could land outside or overwrite.
import { checkMode, componentsOf, EntryTrouble, kindOf, MAX_ENTRIES, shown, type EntryHead, type EntryKind } from './entry-rules.js';
import type { UnpackedFile } from '../identity.js';

interface Node {
  readonly kind: EntryKind;
  readonly mode: number;
  /** Of a link: as written. */
  readonly target: string;
  /** Of a file: SHA-256, once it was read. */
  content: string;
}

/** The kernel's own limit for one path. */
const MAX_LINKS_FOLLOWED = 40;

export class Tree {
  /** The one directory at the top, once seen. */
  private topName: string | undefined;
  /** By path below the directory that the archive would be unpacked in. */
  private readonly nodes = new Map<string, Node>();

  get top(): string | undefined {
    return this.topName;
  }

  /** Takes the next entry. The caller sets the content of a file when it has read it. Undefined for `./` itself. Throws EntryTrouble. */
  add(head: EntryHead): { content: string } | undefined {
    const kind = kindOf(head);
    const parts = componentsOf(head.path);
    const [top] = parts;
    if (top === undefined) return undefined;
    this.topName ??= top;
    if (top !== this.topName)
      throw new EntryTrouble(head.path, `a bundle has one directory at its top, and this one began with ${this.topName}`);
    if (parts.length === 1 && kind !== 'directory') throw new EntryTrouble(head.path, 'it stands at the top, where a directory belongs');
    checkMode(head, kind);
    return this.place(parts, { kind, mode: head.mode & 0o777, target: head.target, content: '' });
  }

  /** All that unpacking makes, below the top directory. To be called last: a symbolic link may name something that comes after it. */
  files(): readonly UnpackedFile[] {
    const files: UnpackedFile[] = [];
    for (const [whole, { kind, mode, target, content }] of this.nodes) {
      const path = whole.slice(whole.indexOf('/') + 1);
      if (kind === 'symbolic link') {
        this.follow(whole);
        // Its permission bits mean nothing and depend on who packed it.
        files.push({ path, mode: 0o777, content: `-> ${target}` });
      } else if (kind === 'file') files.push({ path, mode, content });
    }
    return files;
  }

  private place(parts: readonly string[], node: Node): Node {
    const path = parts.join('/');
    for (let depth = 1; depth < parts.length; depth++) {
      const above = parts.slice(0, depth).join('/');
      const found = this.nodes.get(above);
      if (found === undefined) this.nodes.set(above, { kind: 'directory', mode: 0o755, target: '', content: '' });
      else if (found.kind !== 'directory') throw new EntryTrouble(path, `${above} is a ${found.kind}, nothing can lie below it`);
    }
    const earlier = this.nodes.get(path);
    if (earlier !== undefined && (earlier.kind !== 'directory' || node.kind !== 'directory'))
      throw new EntryTrouble(path, `it is there twice and would overwrite the ${earlier.kind} that came before`);
    if (this.nodes.size >= MAX_ENTRIES) throw new EntryTrouble(path, `it is one of more than ${MAX_ENTRIES} entries`);
    const placed = node.kind === 'hard link' ? this.linked(path, node.target) : node;
    this.nodes.set(path, placed);
    return placed;
  }

  /** A hard link is one more name of a file that came before; tar resolves it while it unpacks. */
  private linked(path: string, target: string): Node {
    const found = this.nodes.get(target.replace(/^(?:\.\/)+/, ''));
    if (found?.kind === 'file') return { ...found };
    throw new EntryTrouble(path, `it is a hard link to ${shown(target)}, which is no file of this archive before it`);
  }

  /** Walks a symbolic link as the kernel would, through further links, and refuses it where it leaves the top directory. */
  private follow(path: string): void {
    const here = path.split('/').slice(0, -1);
    const ahead = this.steps(path, path);
    let links = 1;
    for (let step = ahead.shift(); step !== undefined; step = ahead.shift()) {
      if (step === '..') here.pop();
      else if (step !== '' && step !== '.') here.push(step);
      const at = here.join('/');
      if (here[0] !== this.topName) throw new EntryTrouble(path, `it is a symbolic link to ${this.targetOf(path)}, which leads outside`);
      if (this.nodes.get(at)?.kind !== 'symbolic link') continue;
      if (++links > MAX_LINKS_FOLLOWED)
        throw new EntryTrouble(path, 'it is a symbolic link that leads through too many others, or to itself');
      here.pop();
      ahead.unshift(...this.steps(at, path));
    }
  }

  private steps(link: string, asked: string): string[] {
    const target = this.nodes.get(link)?.target ?? '';
    if (!target.startsWith('/')) return target.split('/');
    throw new EntryTrouble(asked, `it is a symbolic link to ${this.targetOf(link)}, an absolute path`);
  }

  private targetOf(link: string): string {
    return shown(this.nodes.get(link)?.target ?? '');
  }
}
