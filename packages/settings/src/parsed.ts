/** What reading a written value gives: the value, or one clause that says what is wrong and what would be right. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** A value that was read. */
export const parsed = <T>(value: T): Parsed<T> => ({ ok: true, value });

/** A value that could not be read; `problem` completes the sentence "--name: …". */
export const unreadable = (problem: string): Parsed<never> => ({ ok: false, problem });
