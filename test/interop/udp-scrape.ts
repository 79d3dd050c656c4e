import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import {
  decodeUdpAnswer,
  encodeUdpRequest,
  type ScrapeCounts,
  type UdpAnswer,
  type UdpRequest,
} from '@seedbed/protocol';

/** How long a tracker may take for a datagram: on loopback none is lost, unless nobody is there yet. ms */
const WITHIN = 5_000;

/**
 * Asks a tracker over UDP (BEP 15) for the counts of a torrent.
 *
 * @throws Error when it does not answer, or not that
 */
export const udpScrape = async (announce: URL, infoHash: Uint8Array): Promise<ScrapeCounts | undefined> => {
  const host = announce.hostname.replace(/^\[|\]$/g, '');
  const family = host.includes(':') ? 6 : 4;
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  const ask = async (request: UdpRequest): Promise<UdpAnswer> => {
    socket.send(encodeUdpRequest(request));
    const [datagram] = await once(socket, 'message', { signal: AbortSignal.timeout(WITHIN) });
    const decoded = decodeUdpAnswer(datagram, family);
    if (!decoded.ok) throw new Error(decoded.failure);
    return decoded.answer;
  };
  try {
    socket.connect(Number(announce.port), host);
    await once(socket, 'connect');
    const connected = await ask({ type: 'connect', transactionId: 1 });
    if (connected.type !== 'connect') throw new Error(`a connect was answered by ${JSON.stringify(connected)}`);
    const { connectionId } = connected;
    const scraped = await ask({ type: 'scrape', connectionId, transactionId: 2, infoHashes: [infoHash] });
    if (scraped.type !== 'scrape') throw new Error(`a scrape was answered by ${JSON.stringify(scraped)}`);
    return scraped.torrents[0];
  } finally {
    socket.close();
  }
};
