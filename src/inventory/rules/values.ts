// Whether a text is a value that a configuration key takes, as Java and Scala will read it.
import type { ConfigKey } from '../../model/component.js';
import type { Fault } from '../schema/fields.js';

const INT_MAX = 2n ** 31n - 1n;
const LONG_MAX = 2n ** 63n - 1n;

export function valueFault(text: string, key: ConfigKey): Fault | undefined {
  switch (key.type) {
    case 'int':
      return wholeFault(text, key, INT_MAX);
    case 'long':
      return wholeFault(text, key, LONG_MAX);
    case 'double':
      return doubleFault(text, key);
    case 'boolean':
      return /^(?:true|false)$/.test(text) ? undefined : { message: 'must be true or false' };
    case 'enum':
      return key.values?.includes(text) === false ? { message: `must be one of ${key.values.join(', ')}` } : undefined;
    case 'list':
    case 'string':
      return undefined;
  }
}

function wholeFault(text: string, { min, max }: ConfigKey, limit: bigint): Fault | undefined {
  const least = min === undefined ? -limit - 1n : BigInt(min);
  const most = max === undefined ? limit : BigInt(max);
  if (/^-?\d{1,19}$/.test(text)) {
    const value = BigInt(text);
    if (value < least) return { message: `must be at least ${String(least)}` };
    return value > most ? { message: `must be at most ${String(most)}` } : undefined;
  }
  const meant = /^[-+]?[\d.]+(?:[eE]\+?\d{1,2})?$|^0[xo][\da-fA-F]{1,12}$/.test(text) ? Number(text) : Number.NaN;
  return {
    message: 'must be a whole number',
    ...(Number.isSafeInteger(meant) && { hint: `Java does not read it like this. Write ${String(meant)}.` }),
  };
}

function doubleFault(text: string, { min, max }: ConfigKey): Fault | undefined {
  if (!/^-?\d{1,20}(?:\.\d{1,20})?(?:[eE]-?\d{1,3})?$/.test(text) || !Number.isFinite(Number(text))) return { message: 'must be a number' };
  const value = Number(text);
  if ((min === undefined || value >= min) && (max === undefined || value <= max)) return undefined;
  return { message: max === undefined ? `must be at least ${String(min)}` : `must be from ${String(min)} to ${String(max)}` };
}
