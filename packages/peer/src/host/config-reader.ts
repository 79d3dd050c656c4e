/** What the program was told is not what it must be; the text names the field. */
export class ProcessConfigError extends Error {
  override readonly name = 'ProcessConfigError';
}

/** Makes a value of JSON a value of a type; `undefined` when it is none. @throws ProcessConfigError that says more */
export type Reader<T> = (value: unknown) => T | undefined;

/** How each field of a type is read. */
export type Readers<T> = { readonly [Name in keyof T]-?: Reader<NonNullable<T[Name]>> };

export const text: Reader<string> = (value) => (typeof value === 'string' && value !== '' ? value : undefined);
export const flag: Reader<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);
/** Above 0. */
export const amount: Reader<number> = (value) => (typeof value === 'number' && value > 0 ? value : undefined);
export const wholeNumber: Reader<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
/** 0 or more. */
export const time: Reader<number> = (value) => (typeof value === 'number' && value >= 0 ? value : undefined);
/** From 0 to 1. */
export const share: Reader<number> = (value) =>
  typeof value === 'number' && value >= 0 && value <= 1 ? value : undefined;

export const listOf =
  <T>(read: Reader<T>): Reader<T[]> =>
  (value) => {
    if (!Array.isArray(value)) return undefined;
    const parsed = value.map(read);
    return parsed.every((one) => one !== undefined) ? parsed : undefined;
  };

export const oneOf =
  <T extends string>(choices: readonly T[]): Reader<T> =>
  (value) =>
    choices.find((choice) => choice === value);

/** An object of JSON, which may have any field. */
export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads an object with these fields and no others. @param what it is, for people. @throws ProcessConfigError */
export function readFields<T>(
  what: string,
  given: object,
  readers: Readers<T>,
  required: readonly (keyof T & string)[],
): T {
  const fields: { [name: string]: unknown } = {};
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(readers, name)) throw new ProcessConfigError(`"${name}" is not a field of ${what}`);
    const read = readers[name as keyof T](value);
    if (read === undefined) throw new ProcessConfigError(`"${name}" can't be ${JSON.stringify(value)}`);
    fields[name] = read;
  }
  for (const name of required) {
    if (fields[name] === undefined) throw new ProcessConfigError(`"${name}" is missing in ${what}`);
  }
  // Every field was read by the reader of its type, and those that must be there are.
  return fields as T;
}
