// As much of JSON Schema as docs/verify.schema.json uses. A keyword that it does not know is an error, not a pass.

export type Schema = boolean | Readonly<Record<string, unknown>>;

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  array: (value) => Array.isArray(value),
  object: (value) => isRecord(value),
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

type Rule = (value: unknown, at: string, check: (schema: Schema, value: unknown, at: string) => readonly string[]) => readonly string[];

const complain = (bad: boolean, at: string, what: string): readonly string[] => (bad ? [`${at || '/'}: ${what}`] : []);

/** What a keyword with this argument has to say of a value. */
const KEYWORDS: Readonly<Record<string, (argument: never) => Rule>> = {
  $schema: () => () => [],
  $defs: () => () => [],
  title: () => () => [],
  description: () => () => [],
  const: (wanted: unknown) => (value, at) => complain(value !== wanted, at, `is not ${JSON.stringify(wanted)}`),
  enum: (wanted: readonly unknown[]) => (value, at) => complain(!wanted.includes(value), at, `${String(value)} is not one of those`),
  type: (types: string | readonly string[]) => (value, at) =>
    complain(![types].flat().some((type) => TYPES[type]?.(value)), at, `is not ${[types].flat().join(' or ')}`),
  minimum: (least: number) => (value, at) => complain(typeof value === 'number' && value < least, at, `is less than ${least}`),
  minLength: (least: number) => (value, at) => complain(typeof value === 'string' && value.length < least, at, 'is too short'),
  pattern: (pattern: string) => (value, at) =>
    complain(typeof value === 'string' && !new RegExp(pattern, 'u').test(value), at, `"${String(value)}" is not like ${pattern}`),
  required: (names: readonly string[]) => (value, at) =>
    names.flatMap((name) => complain(isRecord(value) && !(name in value), at, `has no ${name}`)),
  dependentRequired: (needs: Readonly<Record<string, readonly string[]>>) => (value, at) =>
    Object.entries(needs).flatMap(([name, others]) =>
      others.flatMap((other) => complain(isRecord(value) && name in value && !(other in value), at, `has ${name} but no ${other}`)),
    ),
  properties: (properties: Readonly<Record<string, Schema>>) => (value, at, check) =>
    Object.entries(properties).flatMap(([name, schema]) =>
      isRecord(value) && name in value ? check(schema, value[name], `${at}/${name}`) : [],
    ),
  items: (schema: Schema) => (value, at, check) =>
    Array.isArray(value) ? value.flatMap((item, i) => check(schema, item, `${at}/${String(i)}`)) : [],
  oneOf: (schemas: readonly Schema[]) => (value, at, check) => {
    const fits = schemas.filter((schema) => check(schema, value, at).length === 0).length;
    return complain(fits !== 1, at, `fits ${String(fits)} of ${String(schemas.length)} forms, not one`);
  },
};

/** What is wrong with the document, each with its place; empty when it is valid. */
export function violations(root: Schema, document: unknown): readonly string[] {
  const definitions = (isRecord(root) ? root['$defs'] : {}) as Readonly<Record<string, Schema>>;
  const check = (schema: Schema, value: unknown, at: string): readonly string[] => {
    if (typeof schema === 'boolean') return complain(!schema, at, 'must not be there');
    return Object.entries(schema).flatMap(([keyword, argument]) => {
      if (keyword === '$ref') {
        const definition = definitions[String(argument).replace('#/$defs/', '')];
        if (definition === undefined) throw new Error(`no definition ${String(argument)}`);
        return check(definition, value, at);
      }
      const rule = KEYWORDS[keyword];
      if (rule === undefined) throw new Error(`keyword ${keyword} is not known here`);
      return rule(argument as never)(value, at, check);
    });
  };
  return check(root, document, '');
}
