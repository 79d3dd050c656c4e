import { createServer } from 'node:http';
import {
  type AnnounceEvent,
  encodeAnnounceAnswer,
  encodeFailure,
  type PeerAddress,
  parseAnnounceQuery,
  printableId,
} from '@seedbed/protocol';
import { afterEach } from 'vitest';

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

export interface TestTracker {
  /** Announce URL. */
  readonly url: string;
  /** `event ip` of each announce. */
  readonly announces: string[];
  /** Takes announces and answers none, until it is asked to answer again. */
  mute(isMute: boolean): void;
}

/** A tracker for tests: remembers who came, and hands everybody to everybody else. */
export const startTracker = async (ip: string): Promise<TestTracker> => {
  const peers = new Map<string, PeerAddress>();
  const announces: string[] = [];
  let isMute = false;
  const told = (event: AnnounceEvent | undefined, from: string): number =>
    announces.push(`${event ?? 'periodic'} ${from}`);
  const server = createServer((request, response) => {
    const from = request.socket.remoteAddress ?? '';
    const parsed = parseAnnounceQuery(request.url?.split('?')[1] ?? '');
    if (!parsed.ok) return void response.end(encodeFailure(parsed.failure));
    const { peerId, port, event } = parsed.request;
    told(event, from);
    if (isMute) return;
    const others = [...peers].filter(([id]) => id !== printableId(peerId)).map(([, address]) => address);
    if (event === 'stopped') peers.delete(printableId(peerId));
    else peers.set(printableId(peerId), { ip: from, port });
    response.end(encodeAnnounceAnswer({ interval: 60, peers: others }, { compact: true, noPeerId: true }));
  });
  await new Promise<void>((resolve) => server.listen(0, ip, resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://${ip}:${(server.address() as { port: number }).port}/announce`,
    announces,
    mute: (on) => {
      isMute = on;
    },
  };
};
