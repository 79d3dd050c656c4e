import type { Response } from 'express';

/** Answers with one JSON document and, for those who look at it in a terminal, the end of its line. */
export const sendJson = (response: Response, value: unknown): void => {
  response.type('json').send(`${JSON.stringify(value)}\n`);
};
