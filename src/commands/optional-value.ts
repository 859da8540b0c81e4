// A flag whose value may be left out, which oclif does not have.

/**
 * Rewrites what was typed so that the flag always has its value: `--watch` becomes `--watch=10`, `--watch 5` and `--watch=5` stay.
 * @param isValue whether the word behind the flag belongs to it
 */
export function withValue(argv: readonly string[], flag: string, fallback: string, isValue: RegExp): string[] {
  return argv.map((word, i) => (word === flag && !isValue.test(argv[i + 1] ?? '') ? `${flag}=${fallback}` : word));
}
