// The web pages of a cluster, one a line.
import type { Console } from '../components/consoles.js';
import { table } from '../terminal/table.js';

/** Nothing where there is none. */
export const consolesText = (consoles: readonly Console[]): readonly string[] =>
  consoles.length === 0 ? [] : ['Web pages:', ...table(consoles.map(({ name, url }) => [`  ${url}`, name])).split('\n')];
