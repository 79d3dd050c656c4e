import type { AskHttp } from './ask-http.ts';

/** Whether `GET /healthz` at `url` answers 200. Rejects where nothing answers at all. */
export async function askHealth(ask: AskHttp, url: string, signal: AbortSignal): Promise<boolean> {
  const { status } = await ask({ method: 'GET', url: new URL('/healthz', url).href }, signal);
  return status === 200;
}
