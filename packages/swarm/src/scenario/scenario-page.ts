/** The parts of a JSON Schema that a page tells of. */
interface Node {
  readonly description?: string;
  readonly unit?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
}

interface Row {
  readonly field: string;
  readonly node: Node;
  readonly isRequired: boolean;
}

/** What can be written in place of a number with a unit. */
const WRITTEN: Readonly<Record<string, string>> = {
  bytes: 'size: `64MiB`, bytes',
  ms: 'time: `30s`, `250ms`',
  'bytes per second': 'rate: `1MiB/s`, bytes per second',
  'per second': 'frequency: `2/s`, `30/min`',
};

/** Every field of a scenario as a table in Markdown, from the schema that reads it. */
export function scenarioPage(schema: object): string {
  const rows = rowsOf('', schema as Node).map(
    ({ field, node, isRequired }) =>
      `| \`${field}\` | ${cell(valuesOf(node))} | ${cell(isRequired ? 'needed' : defaultOf(node))} | ${cell(node.description ?? '')} |`,
  );
  return ['| field | value | default | what it is |', '|---|---|---|---|', ...rows, ''].join('\n');
}

/** All fields below a place of the schema; of alternatives those of each, in order, and each name once. */
function rowsOf(path: string, node: Node): Row[] {
  const { properties = {}, required = [], items, anyOf = [] } = node;
  const own = Object.entries(properties).flatMap(([name, child]) => {
    const field = path === '' ? name : `${path}.${name}`;
    return [{ field, node: child, isRequired: required.includes(name) }, ...rowsOf(field, child)];
  });
  const inList = items === undefined || isTarget(node) ? [] : rowsOf(`${path}[]`, items);
  const others = isTarget(node) ? [] : anyOf.flatMap((one) => rowsOf(path, one));
  const rows = [...own, ...inList, ...others];
  return rows.filter(({ field }, index) => rows.findIndex((row) => row.field === field) === index);
}

/** Peers are named in many places, always in the same way; the page says it once. */
const isTarget = (node: Node): boolean =>
  JSON.stringify(node).includes('"group"') && node.properties === undefined && node.items?.properties === undefined;

function valuesOf(node: Node): string {
  const { unit, enum: choices, const: only, anyOf, items, properties } = node;
  if (unit !== undefined) return WRITTEN[unit] ?? unit;
  if (choices !== undefined) return choices.map((choice) => `\`${choice}\``).join(', ');
  if (only !== undefined) return `\`${only}\``;
  if (isTarget(node)) return items === undefined ? 'peers' : 'list of sides, each peers';
  if (items !== undefined) return properties === undefined ? `list of ${valuesOf(items)}` : 'list';
  if (properties !== undefined) return `{ ${Object.keys(properties).join(', ')} }`;
  if (anyOf !== undefined) return [...new Set(anyOf.map(valuesOf))].join(' or ');
  return TYPES[String(node.type)] ?? 'text';
}

const TYPES: Readonly<Record<string, string>> = {
  integer: 'whole number',
  number: 'number',
  boolean: '`true`, `false`',
};

function defaultOf({ default: value }: Node): string {
  if (value === undefined) return '';
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (isPlain) return `\`${value}\``;
  return Array.isArray(value) && value.length > 0 ? value.map((one) => `\`${one}\``).join(', ') : '';
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
