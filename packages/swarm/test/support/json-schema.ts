type Schema = boolean | Readonly<Record<string, unknown>>;

/**
 * Whether a value is what a JSON Schema (2020-12) describes: the keywords that ours has. One that it does not know is thrown,
 * so that none is passed over.
 */
export function isDescribedBy(schema: Schema, value: unknown): boolean {
  if (typeof schema === 'boolean') return schema;
  return Object.entries(schema).every(([keyword, argument]) => {
    const check = KEYWORDS[keyword];
    if (check === undefined) throw new Error(`the keyword ${keyword} is not known here`);
    return check(argument as never, value, schema);
  });
}

type Keyword = (argument: never, value: unknown, schema: Readonly<Record<string, unknown>>) => boolean;

const told: Keyword = () => true;
const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const ofText = (holds: (text: string, argument: never) => boolean): Keyword => {
  return (argument, value) => typeof value !== 'string' || holds(value, argument);
};
const ofNumber = (holds: (number: number, argument: number) => boolean): Keyword => {
  return (argument, value) => typeof value !== 'number' || holds(value, argument);
};
const ofList = (holds: (list: readonly unknown[], argument: never) => boolean): Keyword => {
  return (argument, value) => !Array.isArray(value) || holds(value, argument);
};
const ofMap = (
  holds: (map: Record<string, unknown>, argument: never, schema: Readonly<Record<string, unknown>>) => boolean,
): Keyword => {
  return (argument, value, schema) => !isMap(value) || holds(value, argument, schema);
};

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: isMap,
};

const KEYWORDS: Readonly<Record<string, Keyword>> = {
  ...{ title: told, $schema: told, description: told, default: told, unit: told },
  type: (types: string | string[], value) => [types].flat().some((type) => TYPES[type]?.(value) === true),
  const: (only, value) => value === only,
  enum: (choices: unknown[], value) => choices.includes(value),
  pattern: ofText((text, pattern) => new RegExp(pattern, 'u').test(text)),
  minLength: ofText((text, least) => text.length >= least),
  minimum: ofNumber((number, least) => number >= least),
  maximum: ofNumber((number, most) => number <= most),
  exclusiveMinimum: ofNumber((number, least) => number > least),
  multipleOf: ofNumber((number, unit) => number % unit === 0),
  items: ofList((list, schema) => list.every((item) => isDescribedBy(schema, item))),
  contains: ofList((list, schema) => list.some((item) => isDescribedBy(schema, item))),
  minItems: ofList((list, least) => list.length >= least),
  minProperties: ofMap((map, least) => Object.keys(map).length >= least),
  required: ofMap((map, names: string[]) => names.every((name) => name in map)),
  properties: ofMap((map, schemas: Record<string, Schema>) =>
    Object.entries(schemas).every(([name, schema]) => !(name in map) || isDescribedBy(schema, map[name])),
  ),
  additionalProperties: ofMap((map, others: Schema, { properties = {} }) =>
    Object.entries(map).every(([name, value]) => name in (properties as object) || isDescribedBy(others, value)),
  ),
  dependentRequired: ofMap((map, needs: Record<string, string[]>) =>
    Object.entries(needs).every(([name, needed]) => !(name in map) || needed.every((other) => other in map)),
  ),
  allOf: (schemas: Schema[], value) => schemas.every((schema) => isDescribedBy(schema, value)),
  anyOf: (schemas: Schema[], value) => schemas.some((schema) => isDescribedBy(schema, value)),
  oneOf: (schemas: Schema[], value) => schemas.filter((schema) => isDescribedBy(schema, value)).length === 1,
  not: (schema: Schema, value) => !isDescribedBy(schema, value),
};
