/** What can be done to a run from the page; the launcher carries it out like a line of its timeline. Rates are bytes per second. */
export type RunAction =
  | { readonly kind: 'kill' | 'pause' | 'resume' | 'corrupt'; readonly peer: string }
  | { readonly kind: 'add-leech'; readonly group?: string }
  | { readonly kind: 'link'; readonly peer: string; readonly upload?: number; readonly latency?: number }
  | { readonly kind: 'partition'; readonly sides: readonly [readonly string[], readonly string[]] }
  | { readonly kind: 'heal' }
  | { readonly kind: 'tracker'; readonly state: 'down' | 'up' };

/** What became of it, in one line for people. */
export interface ActionOutcome {
  readonly ok: boolean;
  readonly text: string;
}

/** Asks the launcher. Whatever goes wrong on the way is an outcome too. */
export async function sendAction(action: RunAction, token: string): Promise<ActionOutcome> {
  try {
    const response = await fetch('api/actions', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-seedbed-token': token },
      body: JSON.stringify(action),
    });
    if (response.ok) return { ok: true, text: 'done; watch what follows' };
    return { ok: false, text: firstLine(await response.text()) || `refused: ${response.status}` };
  } catch (error) {
    return { ok: false, text: error instanceof Error ? error.message : String(error) };
  }
}

const LONGEST = 200;

/** The reason in an answer: a line of text, or the field `error` of JSON. */
function firstLine(body: string): string {
  try {
    const { error } = JSON.parse(body) as { readonly error?: unknown };
    if (typeof error === 'string') return error.slice(0, LONGEST);
  } catch {
    // It is plain text.
  }
  return body.split('\n', 1)[0]?.slice(0, LONGEST) ?? '';
}
