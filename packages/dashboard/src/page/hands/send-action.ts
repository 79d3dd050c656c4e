import type { DashboardAction } from '../../server/action.ts';

/** What became of it, in one line for people. */
export interface ActionOutcome {
  readonly ok: boolean;
  readonly text: string;
}

/** Asks the launcher. Whatever goes wrong on the way is an outcome too. */
export async function sendAction(action: DashboardAction, token: string): Promise<ActionOutcome> {
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

/** The reason in an answer: `{"error": {"message": TEXT}}`, or the first line of what something in between says. */
function firstLine(body: string): string {
  try {
    const { error } = JSON.parse(body) as { readonly error?: { readonly message?: unknown } };
    if (typeof error?.message === 'string') return error.message.slice(0, LONGEST);
  } catch {
    // It is plain text.
  }
  return body.split('\n', 1)[0]?.slice(0, LONGEST) ?? '';
}
