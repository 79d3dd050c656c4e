import { type AnnounceRequest, encodeUdpAnswer, parseUdpRequest, type UdpAnswer } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { ANSWERING } from './support/fake-tracker.ts';
import { FakeUdpTracker, udpSocket } from './support/fake-udp-tracker.ts';
import { clientsAt } from './support/tracker-clients.ts';
import { until } from './support/until.ts';

const TRACKER = '127.83.31.1';
const PEER = '127.83.31.2';
const REQUEST: AnnounceRequest = {
  infoHash: new Uint8Array(20).fill(1),
  peerId: new Uint8Array(20).fill(2),
  port: 6881,
  uploaded: 0,
  downloaded: 0,
  left: 0,
  compact: true,
  noPeerId: true,
};
/** ms; no test here waits so long. */
const PATIENT = 9_000;
const never = new AbortController().signal;

/** Waits until so many sockets for datagrams are open in this process. */
const openSockets = (count: number): Promise<void> =>
  until(() => {
    const open = process.getActiveResourcesInfo().filter((name) => name === 'UDPWrap').length;
    return open === count || `${open} sockets, not ${count}`;
  });

describe('announcing over UDP', () => {
  it('shares a connection id between the torrents of a tracker, at once and later', async () => {
    const tracker = await FakeUdpTracker.open(TRACKER);
    const clients = clientsAt(PEER);
    const url = `${tracker.origin}/announce`;
    const other = { ...REQUEST, infoHash: new Uint8Array(20).fill(9) };
    await Promise.all([clients.announce(url, REQUEST, PATIENT, never), clients.announce(url, other, PATIENT, never)]);
    expect(tracker.came).toEqual(['connect', 'announce', 'announce']);
    await clients.scrape(`${tracker.origin}/x?y`, [REQUEST.infoHash], PATIENT, never);
    expect(tracker.came).toEqual(['connect', 'announce', 'announce', 'scrape']);
  });

  it('sends again what was lost', async () => {
    const tracker = await FakeUdpTracker.open(TRACKER);
    tracker.losses = 2;
    const clients = clientsAt(PEER, { firstWait: 5 });
    expect(await clients.announce(tracker.origin, REQUEST, PATIENT, never)).toMatchObject({ ok: true });
    expect(tracker.came.slice(0, 4)).toEqual(['connect', 'connect', 'connect', 'announce']);
  });

  it('takes no answer from another address than the one it asked', async () => {
    const tracker = await FakeUdpTracker.open(TRACKER);
    const own = tracker.answersFrom;
    tracker.answersFrom = await udpSocket('127.83.31.9');
    const clients = clientsAt(PEER);
    expect(await clients.announce(tracker.origin, REQUEST, 100, never)).toMatchObject({ ok: false });
    expect(tracker.came).toEqual(['connect']);
    tracker.answersFrom = own;
    expect(await clients.announce(tracker.origin, REQUEST, PATIENT, never)).toMatchObject({ ok: true });
  });

  it('begins anew with a tracker that was started anew and knows no connection id', async () => {
    const tracker = await FakeUdpTracker.open(TRACKER);
    const clients = clientsAt(PEER);
    await clients.announce(tracker.origin, REQUEST, PATIENT, never);
    tracker.connectionId = new Uint8Array(8).fill(0xee);
    expect(await clients.announce(tracker.origin, REQUEST, PATIENT, never)).toMatchObject({ ok: true });
    expect(tracker.came).toEqual(['connect', 'announce', 'announce', 'connect', 'announce']);
  });

  it('looks names up, those of both families too', async () => {
    const tracker = await FakeUdpTracker.open('127.0.0.1');
    const { port } = new URL(tracker.origin);
    const outcome = await clientsAt(PEER).announce(`udp://localhost:${port}/a`, REQUEST, PATIENT, never);
    expect(outcome).toMatchObject({ ok: true });
    expect(tracker.asked).toMatchObject([{ from: PEER, urlData: '/a' }]);
  });

  it('tries the addresses of a name in turn', async () => {
    const tracker = await FakeUdpTracker.open('127.0.0.1');
    const { port } = new URL(tracker.origin);
    const clients = clientsAt(undefined);
    const outcomes: boolean[] = [];
    // At the other address, where the name has two, nobody listens.
    for (let tries = 0; tries < 2; tries++) {
      outcomes.push((await clients.announce(`udp://localhost:${port}`, REQUEST, PATIENT, never)).ok);
    }
    expect(outcomes).toContain(true);
  });

  it('says when a scrape is answered for fewer torrents than it asked for', async () => {
    const socket = await udpSocket(TRACKER);
    socket.on('message', (datagram, from) => {
      const parsed = parseUdpRequest(datagram);
      if (!parsed.ok) throw new Error(parsed.failure);
      const { type, transactionId } = parsed.request;
      const answer: UdpAnswer =
        type === 'connect'
          ? { type, transactionId, connectionId: new Uint8Array(8) }
          : { type: 'scrape', transactionId, torrents: [ANSWERING.counts] };
      socket.send(encodeUdpAnswer(answer, 4), from.port, from.address);
    });
    const url = `udp://${TRACKER}:${socket.address().port}`;
    const hashes = [REQUEST.infoHash, REQUEST.peerId];
    const reason = 'the answer of the tracker is wrong: 1 torrents, asked for 2';
    expect(await clientsAt(PEER).scrape(url, hashes, PATIENT, never)).toEqual({ ok: false, reason });
  });

  it('says when our own address is none', async () => {
    const tracker = await FakeUdpTracker.open(TRACKER);
    // TEST-NET-1: no machine has it.
    const outcome = await clientsAt('192.0.2.1').announce(tracker.origin, REQUEST, PATIENT, never);
    expect(outcome).toEqual({ ok: false, reason: 'our own address is not available' });
  });

  it('has a socket only while it is of use', async () => {
    const tracker = await FakeUdpTracker.open(TRACKER);
    await openSockets(1);
    const clients = clientsAt(PEER);
    const abort = new AbortController();
    const vain = clients.announce(tracker.origin, REQUEST, PATIENT, abort.signal);
    abort.abort();
    await vain;
    await clients.announce(tracker.origin, REQUEST, PATIENT, never);
    await openSockets(2);
    tracker.behaviour = { type: 'silent' };
    await clients.announce(tracker.origin, REQUEST, 20, never);
    await openSockets(1);
    tracker.behaviour = { type: 'refuse', text: 'no' };
    await clients.announce(tracker.origin, REQUEST, PATIENT, never);
    await openSockets(2);
    clients.close();
    await openSockets(1);
  });

  it('gives up what is under way when it is closed', async () => {
    const tracker = await FakeUdpTracker.open(TRACKER);
    tracker.behaviour = { type: 'silent' };
    const clients = clientsAt(PEER);
    const outcome = clients.announce(tracker.origin, REQUEST, PATIENT, never);
    await until(() => tracker.asked.length > 0 || 'not asked');
    clients.close();
    expect(await outcome).toEqual({ ok: false, reason: 'given up' });
  });
});
