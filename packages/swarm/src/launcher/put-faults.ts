import { request } from 'node:http';

/** Has a tracker answer with these faults and no others. @throws Error with the tracker's own words when it can't */
export const putFaults = async (control: string, faults: readonly string[], signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const put = request(new URL('/api/faults', control), { method: 'PUT', headers, signal }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.once('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(problemIn(text)))));
      response.once('error', reject);
    });
    put.once('error', reject);
    put.end(JSON.stringify({ faults }));
  });

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
