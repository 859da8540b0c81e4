// A guard of the product, broken on purpose: an edit of its source, and what the world must then report.
import type { Emphasis } from '../trial.js';

/** Chapters and shape: those in which it can show, all by default. */
export interface Mutant extends Emphasis {
  readonly name: string;
  /** Below src/. */
  readonly file: string;
  /** Each text stands exactly once in the file, and is replaced by the other. */
  readonly edits: readonly (readonly [string, string])[];
  readonly reported: RegExp;
  /** It shows where several things come together: many seeds are tried, and only by `npm run test:full`. */
  readonly rare?: true;
}
