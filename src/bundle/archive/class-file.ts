// Class file, pure: reads a compiled Java class by its constant pool alone.

export interface ClassFile {
  /** Of the class file: 52 is Java 8, 61 is Java 17. */
  readonly version: number;
  /** `java/lang/Object` */
  readonly superclass: string;
  /** Names of every class that it refers to, `a/b/C`. */
  readonly classes: readonly string[];
  /** Methods that it calls. */
  readonly calls: readonly { readonly owner: string; readonly method: string }[];
  /** It may have a method `main(String[])`; false: it surely has none of its own. */
  readonly main: boolean;
}

/** Java's release for a version of class files. */
export const releaseOf = (version: number): number => version - 44;

const MAGIC = 0xcafebabe;
const TAG = { utf8: 1, long: 5, double: 6, class: 7, method: 10, interfaceMethod: 11, nameAndType: 12 } as const;
/** Bytes after the tag, for those of one size. */
const SIZES: Readonly<Record<number, number>> = {
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 2,
  8: 2,
  9: 4,
  10: 4,
  11: 4,
  12: 4,
  15: 3,
  16: 2,
  17: 4,
  18: 4,
  19: 2,
  20: 2,
};

/** Null for what is no class file. */
export function parseClass(bytes: Buffer): ClassFile | null {
  try {
    return bytes.readUInt32BE(0) === MAGIC ? parse(bytes) : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function parse(bytes: Buffer): ClassFile | null {
  const texts = new Map<number, string>();
  const classNames = new Map<number, number>();
  const named = new Map<number, number>();
  const methods: { readonly owner: number; readonly what: number }[] = [];
  const count = bytes.readUInt16BE(8);
  let at = 10;
  for (let i = 1; i < count; i += 1) {
    const tag = bytes.readUInt8(at);
    const first = (): number => bytes.readUInt16BE(at + 1);
    if (tag === TAG.utf8) texts.set(i, bytes.toString('utf8', at + 3, at + 3 + first()));
    else if (tag === TAG.class) classNames.set(i, first());
    else if (tag === TAG.nameAndType) named.set(i, first());
    else if (tag === TAG.method || tag === TAG.interfaceMethod) methods.push({ owner: first(), what: bytes.readUInt16BE(at + 3) });
    const size = tag === TAG.utf8 ? 2 + first() : SIZES[tag];
    if (size === undefined) return null;
    at += 1 + size;
    // These take two places.
    if (tag === TAG.long || tag === TAG.double) i += 1;
  }
  const text = (index: number | undefined): string => (index === undefined ? '' : (texts.get(index) ?? ''));
  const classOf = (index: number): string => plain(text(classNames.get(index)));
  const all = new Set(texts.values());
  return {
    version: bytes.readUInt16BE(6),
    superclass: classOf(bytes.readUInt16BE(at + 4)),
    classes: [...new Set([...classNames.keys()].map(classOf))],
    calls: methods.map(({ owner, what }) => ({ owner: classOf(owner), method: text(named.get(what)) })),
    main: all.has('main') && all.has('([Ljava/lang/String;)V'),
  };
}

/** Of an array its elements' class: `[Lscala/Tuple2;` is `scala/Tuple2`. */
const plain = (name: string): string => (name.startsWith('[') ? name.replace(/^\[+L?/, '').replace(/;$/, '') : name);
