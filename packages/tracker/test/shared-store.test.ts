import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { MemoryStore } from '../src/store/memory-store.ts';
import { StoreAwayError } from '../src/store/remote-peer-store.ts';
import { swarmPages } from '../src/store/swarm-pages.ts';
import { FrameReader, FrameWriter } from '../src/workers/frames.ts';
import { serveStore } from '../src/workers/serve-store.ts';
import { SharedStore } from '../src/workers/shared-store.ts';
import { peerStoreContract } from './peer-store-contract.ts';
import { announceOf, infoHash, seededRandom } from './swarm-fixtures.ts';
import { waitUntil } from './wait-until.ts';

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** The two ends of a connection. */
async function pair(): Promise<[Socket, Socket]> {
  const server = createServer().listen(0, '127.84.1.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server has no port');
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const near = connect(address.port, '127.84.1.1');
  const [far] = await accepted;
  server.close();
  sockets.push(near, far);
  return [near, far];
}

const random = seededRandom(8);

peerStoreContract('SharedStore', async (limits) => {
  const [near, far] = await pair();
  serveStore(far, { store: new MemoryStore(limits), random });
  return new SharedStore(near);
});

test('all swarms are listed, page after page', async () => {
  const [near, far] = await pair();
  const store = new MemoryStore({ maxPeers: 2_000, maxTorrents: 2_000 });
  for (let n = 0; n < 1_200; n += 1) store.announce(announceOf(n, { infoHash: infoHash(n) }), 0, random);
  serveStore(far, { store: store, random });
  const listed: Uint8Array[] = [];
  const looked = vi.spyOn(store, 'swarms');
  for await (const page of swarmPages(new SharedStore(near))) listed.push(...page.map((swarm) => swarm.infoHash));
  expect(listed).toEqual(Array.from({ length: 1_200 }, (_, n) => infoHash(n)));
  // Each goes on where the one before ended, and looks at no swarm again.
  expect(looked.mock.calls).toEqual([0, 500, 1_000].map((from) => [from, 500]));
});

test('a fault of the store is told to who asked, and the next question is answered', async () => {
  const [near, far] = await pair();
  const broken = new MemoryStore({ maxPeers: 1, maxTorrents: 1 });
  let faults = 1;
  const announce = broken.announce.bind(broken);
  broken.announce = (...args) => {
    faults -= 1;
    if (faults === 0) throw new Error('the store broke');
    return announce(...args);
  };
  serveStore(far, { store: broken, random });
  const store = new SharedStore(near);
  await expect(store.announce(announceOf(1), 0)).rejects.toThrow('the store broke');
  expect(await store.announce(announceOf(1), 0)).toMatchObject({ incomplete: 1 });
});

test('when the process that holds the store is gone, who waits hears it, and so does who asks later', async () => {
  const [near, far] = await pair();
  const store = new SharedStore(near);
  const waiting = store.announce(announceOf(1), 0);
  far.once('data', () => far.destroy());
  await expect(waiting).rejects.toThrow(StoreAwayError);
  expect(store.trouble()).toBe('the process that holds the store is gone');
  await expect(store.totals()).rejects.toThrow(StoreAwayError);
});

test('while the process that holds the store hangs, nobody waits without end; when it goes on, all is as before', async () => {
  const [near, far] = await pair();
  const store = new SharedStore(near);
  await expect(store.announce(announceOf(1), 0)).rejects.toThrow(StoreAwayError);
  expect(store.trouble()).toBe('the process that holds the store does not answer');
  await expect(store.totals()).rejects.toThrow(StoreAwayError);
  serveStore(far, { store: new MemoryStore({ maxPeers: 10, maxTorrents: 10 }), random });
  await waitUntil(() => store.trouble());
  expect(await store.announce(announceOf(2), 0)).toMatchObject({ incomplete: 2 });
});

test('frames come out whole, wherever the stream was cut', () => {
  const contents = ['', 'a', 'frame'.repeat(9)];
  const stream = framed(contents, new FrameWriter());
  for (let first = 0; first <= stream.length; first += 1) {
    for (let second = first; second <= stream.length; second += 1) {
      const heard: string[] = [];
      const reader = new FrameReader((content) => heard.push(content.toString()));
      const pieces = [stream.subarray(0, first), stream.subarray(first, second), stream.subarray(second)];
      for (const piece of pieces) reader.read(piece);
      expect(heard).toEqual(contents);
    }
  }
});

test('frames that were taken stay as they are, however many follow and however long they are', () => {
  const writer = new FrameWriter();
  const batches = [['a'], ['b'.repeat(40_000), 'c'.repeat(40_000)], ['d'.repeat(300_000)], ['e', '']];
  const taken = batches.map((batch) => framed(batch, writer));
  const heard: string[] = [];
  const reader = new FrameReader((content) => heard.push(content.toString()));
  for (const bytes of taken) reader.read(bytes);
  expect(heard).toEqual(batches.flat());
  expect(writer.isEmpty).toBe(true);
});

function framed(contents: readonly string[], writer: FrameWriter): Buffer {
  for (const content of contents) {
    const at = writer.begin(content.length);
    writer.bytes.write(content, at, 'latin1');
  }
  return writer.take();
}
