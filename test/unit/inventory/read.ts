// What the tests of the inventory share: parsing with a fixed home, and problems as lines.
import { specs } from '../../../src/components/specs.js';
import { AppError } from '../../../src/errors/app-error.js';
import { parseInventory, type Parsed } from '../../../src/inventory/parse.js';
import type { Problem } from '../../../src/model/cluster.js';

export const HOME = '/home/operator';

export const parse = (text: string): Parsed =>
  parseInventory(text, 'i.yaml', {
    home: HOME,
    specs,
    limits: { 'host.disk': ['freePercent'], 'host.clock': ['seconds'], 'kafka.isr': [] },
  });

/** The error of an inventory that is refused; any other ending fails the test. */
export function refused(text: string): AppError {
  try {
    parse(text);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'INVENTORY_INVALID') return thrown;
    throw thrown;
  }
  throw new Error('this inventory was accepted');
}

export const asLine = ({ line, column, path, message, hint }: Problem): string =>
  `${String(line)}:${String(column)}  ${path}  ${message}  ${hint ?? ''}`.trimEnd();

export const problemsOf = (text: string): readonly string[] => refused(text).problems.map(asLine);

export const warningsOf = (text: string): readonly string[] => parse(text).warnings.map(asLine);
