const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

export type Colour = keyof typeof CODES;

/** Colours a text for a terminal; without colours it stays as it is. */
export type Paint = (colour: Colour, text: string) => string;

/** For files and pipes. */
export const plainPaint: Paint = (_, text) => text;

/** Colours unless `NO_COLOR` is set to anything (https://no-color.org). */
export const paintFor = (environment: { readonly [name: string]: string | undefined }): Paint => {
  const { NO_COLOR = '' } = environment;
  return NO_COLOR === '' ? (colour, text) => `\u001b[${CODES[colour]}m${text}\u001b[0m` : plainPaint;
};
