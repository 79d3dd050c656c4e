import { request } from 'node:http';

/** One request to a program of the run. */
interface HttpQuestion {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** As JSON. */
  readonly body?: unknown;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** Asks over HTTP; rejects where nothing answers. */
export type AskHttp = (question: HttpQuestion, signal: AbortSignal) => Promise<HttpAnswer>;

/** Asks from where this process is. */
export const askHttp: AskHttp = ({ method, url, headers: others, body }, signal) =>
  new Promise((resolve, reject) => {
    const headers = { ...(body !== undefined && { 'content-type': 'application/json' }), ...others };
    const asked = request(url, { method, headers, signal }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.once('error', reject);
    });
    asked.once('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
