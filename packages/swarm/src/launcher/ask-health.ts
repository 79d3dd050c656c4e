import { get } from 'node:http';

/** Whether `GET /healthz` at `url` answers 200. Rejects where nothing answers at all. */
export const askHealth = async (url: string, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const request = get(new URL('/healthz', url), { signal }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode === 200));
      response.once('error', reject);
    });
    request.once('error', reject);
  });
