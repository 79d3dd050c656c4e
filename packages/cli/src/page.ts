import { type Paint, paintFor, plainPaint } from './paint.ts';

/** What the result of a command is written on. */
export interface Page {
  readonly columns: number;
  readonly paint: Paint;
}

/** For files and pipes: what is readable everywhere. */
const PLAIN_COLUMNS = 80;
/** Narrower than this nothing can be laid out, wider nobody can read. */
const NARROWEST = 60;
const WIDEST = 140;

/** The page that a stream of this process is. */
export const pageOf = (
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: { readonly [name: string]: string | undefined },
): Page => {
  const { TERM = '' } = environment;
  if (stream.isTTY !== true) return { columns: PLAIN_COLUMNS, paint: plainPaint };
  const columns = Math.min(WIDEST, Math.max(NARROWEST, stream.columns ?? PLAIN_COLUMNS));
  return { columns, paint: TERM === 'dumb' ? plainPaint : paintFor(environment) };
};
