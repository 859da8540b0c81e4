// The inventory as JSON Schema: for editors, for the reference in docs/, and to know which keys may stand where.
import { z } from 'zod';
import type { ComponentSpec } from '../../model/component.js';
import { inventorySchema } from './schema.js';

/** The part of a JSON Schema that fams-ops reads itself. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** Draft 7 is what editors understand. */
export const inventoryJsonSchema = (specs: readonly ComponentSpec[]): JsonSchema =>
  z.toJSONSchema(inventorySchema(specs), { io: 'input', target: 'draft-7' }) as JsonSchema;

/** Every key that may stand in the mapping at `path`. */
export function keysAt(schema: JsonSchema, path: readonly PropertyKey[]): readonly string[] {
  let level: readonly JsonSchema[] = [schema];
  for (const part of path) {
    level = level.flatMap((one) => {
      const next = typeof part === 'number' ? one.items : one.properties?.[String(part)];
      return next === undefined ? [] : [next, ...(next.anyOf ?? [])];
    });
  }
  return level.flatMap((one) => Object.keys(one.properties ?? {}));
}
