import type { AskHttp } from './ask-http.ts';

/** Has a tracker answer with these faults and no others. @throws Error with the tracker's own words when it can't */
export async function putFaults(
  ask: AskHttp,
  control: string,
  faults: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const url = new URL('/api/faults', control).href;
  const { status, text } = await ask({ method: 'PUT', url, body: { faults } }, signal);
  if (status !== 200) throw new Error(problemIn(text));
}

/** Errors of the control API are `{"error": {"message": TEXT}}`. */
const problemIn = (text: string): string => {
  try {
    const { error } = JSON.parse(text) as { readonly error?: { readonly message?: unknown } };
    return typeof error?.message === 'string' ? error.message : text;
  } catch {
    // Not what it should be: the text as it came.
    return text;
  }
};
