/** An object of JSON, of which nothing is known. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one where it is none. */
export const objectIn = (value: unknown): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

/** The value as a number that counts something; 0 where it is none. */
export const countIn = (value: unknown): number => {
  const number = Number(value);
  return Number.isFinite(number) && number >= 0 ? number : 0;
};

/** The first of a list, as an object; undefined where there is none. */
export const firstIn = (value: unknown): JsonObject | undefined =>
  Array.isArray(value) && value.length > 0 ? objectIn(value[0]) : undefined;
