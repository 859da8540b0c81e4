// Patterns of OpenSSH: * and ?, and nothing else, in its configuration and its known hosts.

/** The whole of `name` matches, upper and lower case told apart. Goes back to the last star only: no pattern makes it slow. */
export function globMatches(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let retry = 0;
  while (n < name.length) {
    const char = pattern.charAt(p);
    if (char === '*') {
      star = p++;
      retry = n;
    } else if (p < pattern.length && (char === '?' || char === name.charAt(n))) {
      p += 1;
      n += 1;
    } else if (star >= 0) {
      p = star + 1;
      n = ++retry;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(p));
}

/** A list such as `web*,!web9`: one pattern matches, and no negated one does. */
export function listMatches(patterns: readonly string[], name: string): boolean {
  const negated = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  if (negated.some((pattern) => globMatches(pattern, name))) return false;
  return patterns.some((pattern) => !pattern.startsWith('!') && globMatches(pattern, name));
}
