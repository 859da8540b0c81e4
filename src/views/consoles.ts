// The web pages of a cluster, one a line.
import { table } from '../terminal/table.js';

interface Console {
  readonly name: string;
  readonly url: string;
}

/** Nothing where there is none. */
export const consolesText = (consoles: readonly Console[]): readonly string[] =>
  consoles.length === 0 ? [] : ['Web pages:', ...table(consoles.map(({ name, url }) => [`  ${url}`, name])).split('\n')];
