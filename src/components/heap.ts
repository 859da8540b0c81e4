// Pure: sizes as the JVM takes them.
const UNITS: Readonly<Record<string, number>> = { k: 1, m: 1024, g: 1024 * 1024 };

/** `512m` in KiB; without a unit, bytes. */
export function heapKb(heap: string): number {
  const [, digits, unit] = /^(\d+)([kmg]?)$/i.exec(heap) ?? [];
  if (digits === undefined) throw new Error(`not a heap size: ${heap}`);
  return unit ? Number(digits) * (UNITS[unit.toLowerCase()] ?? 1) : Math.ceil(Number(digits) / 1024);
}
