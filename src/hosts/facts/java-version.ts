// Pure: what the version of a Java says.

/** `1.8.0_412` is 8, `17.0.15` is 17, `22-ea` is 22; null for what is no version. */
export function javaMajor(version: string): number | null {
  const found = /^(?:1\.)?(\d+)(?![\d])/.exec(version);
  return found ? Number(found[1]) : null;
}
