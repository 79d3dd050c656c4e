import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import {
  encodeAnnounceAnswer,
  encodeFailure,
  encodeScrapeAnswer,
  normalizeIp,
  parseAnnounceQuery,
  parseScrapeQuery,
} from '@seedbed/protocol';
import { afterEach } from 'vitest';
import { ANSWERING, type Asked, type Behaviour, type FakeTracker } from './fake-tracker.ts';

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** An HTTP server that is closed after the test; answers its origin. */
export const httpServer = async (
  ip: string,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ origin: string; close(): void }> => {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, ip, resolve));
  const { port } = server.address() as { port: number };
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  cleanups.push(close);
  return { origin: `http://${isIPv6(ip) ? `[${ip}]` : ip}:${port}`, close };
};

/** Speaks BEP 3 and BEP 48, and says what it was asked. */
export class FakeHttpTracker implements FakeTracker {
  readonly asked: Asked[] = [];
  behaviour: Behaviour = ANSWERING;
  #server: { origin: string; close(): void } | undefined;

  static async open(ip: string): Promise<FakeHttpTracker> {
    const tracker = new FakeHttpTracker();
    tracker.#server = await httpServer(ip, (request, response) => tracker.#received(request, response));
    return tracker;
  }

  get origin(): string {
    return this.#server?.origin ?? '';
  }

  close(): void {
    this.#server?.close();
  }

  #received({ url = '', socket }: IncomingMessage, response: ServerResponse): void {
    const [, path = '', own = '', query = ''] = /^([^?]*)\?(?:((?!info_hash=).*?)&)?(info_hash=.*)$/.exec(url) ?? [];
    const from = normalizeIp(socket.remoteAddress ?? '') ?? '';
    const urlData = own === '' ? path : `${path}?${own}`;
    const isScrape = path.startsWith('/scrape');
    if (isScrape) {
      const parsed = parseScrapeQuery(query);
      if (!parsed.ok) throw new Error(parsed.failure);
      this.asked.push({ from, type: 'scrape', infoHashes: parsed.infoHashes, urlData });
    } else {
      const parsed = parseAnnounceQuery(query);
      if (!parsed.ok) throw new Error(`a client sent rubbish: ${parsed.failure}`);
      this.asked.push({ from, type: 'announce', announce: parsed.request, urlData });
    }
    const { behaviour } = this;
    const last = this.asked.at(-1);
    switch (behaviour.type) {
      case 'silent':
        return;
      case 'refuse':
        return void response.end(encodeFailure(behaviour.text));
      case 'rubbish':
        return void response.end('<html>');
      case 'answer': {
        if (last?.type !== 'scrape') {
          return void response.end(encodeAnnounceAnswer(behaviour.answer, { compact: true, noPeerId: true }));
        }
        const entries = last.infoHashes.map((infoHash) => ({ infoHash, ...behaviour.counts }));
        response.end(encodeScrapeAnswer(entries));
      }
    }
  }
}
