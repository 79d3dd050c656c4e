import { createHash, randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { createTorrent } from '@seedbed/peer';
import {
  Bitfield,
  encodeHandshake,
  encodeMessage,
  encodePiece,
  encodeUdpAnswer,
  formatAddress,
  HandshakeDecoder,
  MessageDecoder,
  parseMetainfo,
  parseUdpRequest,
  type UdpAnswer,
} from '@seedbed/protocol';
import { describe, expect, onTestFinished, test } from 'vitest';
import { madeUpBytes } from './harness/made-up-bytes.ts';
import { run, start } from './harness/seedbed.ts';
import { ownAddress, startGet, startSeed, startTracker } from './harness/swarm-by-hand.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';

const PIECE_LENGTH = 65_536;

const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest();

/** A tracker, a seed of 200,000 bytes in four pieces, and where things are. */
const smallSwarm = async () => {
  const dir = temporaryFolder();
  const file = join(dir, 'film.mkv');
  const bytes = madeUpBytes(200_000, 'film');
  const { announce } = await startTracker();
  writeFileSync(file, bytes);
  const torrent = `${file}.torrent`;
  writeFileSync(torrent, await createTorrent(file, { announceTiers: [[announce]], pieceLength: PIECE_LENGTH }));
  const { address } = await startSeed(file, announce);
  return { dir, torrent, bytes, announce, address };
};

const content = async (...announce: readonly string[]): Promise<string> => {
  const dir = temporaryFolder();
  const file = join(dir, 'film.mkv');
  writeFileSync(file, madeUpBytes(100_000, 'film'));
  writeFileSync(`${file}.torrent`, await createTorrent(file, { announceTiers: announce.map((url) => [url]) }));
  return `${file}.torrent`;
};

/** A tracker over UDP that answers with one peer; answers its URL. */
const udpTracker = async (): Promise<string> => {
  const socket: Socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  socket.on('message', (datagram, { port, address }) => {
    const parsed = parseUdpRequest(datagram);
    if (!parsed.ok || parsed.request.type === 'scrape') return;
    const { transactionId } = parsed.request;
    const peers = [{ ip: '127.9.9.9', port: 7_000 }];
    const answer: UdpAnswer =
      parsed.request.type === 'connect'
        ? { type: 'connect', transactionId, connectionId: new Uint8Array(8).fill(7) }
        : { type: 'announce', transactionId, answer: { interval: 120, complete: 1, incomplete: 2, peers } };
    socket.send(encodeUdpAnswer(answer, 4), port, address);
  });
  const [ip] = ownAddress().split(':');
  await new Promise<void>((resolve) => socket.bind(0, ip, resolve));
  return `udp://${formatAddress({ ip: ip ?? '', port: socket.address().port })}/announce`;
};

/** A peer that claims to have everything and sends zeros; answers where it is. */
const liar = async (torrent: string): Promise<string> => {
  const { infoHash, geometry } = parseMetainfo(readFileSync(torrent), sha1);
  const nothing = (): void => {};
  const server = createServer((socket) => {
    socket.on('error', nothing);
    socket.write(encodeHandshake({ infoHash, peerId: new Uint8Array(20) }));
    socket.write(encodeMessage({ type: 'bitfield', bitfield: Bitfield.full(geometry.pieceCount) }));
    socket.write(encodeMessage({ type: 'unchoke' }));
    const decoder = new MessageDecoder(geometry, {
      message: (message) => {
        if (message.type !== 'request') return;
        socket.write(encodePiece(message.piece, message.begin, new Uint8Array(message.length)));
      },
      blockStart: nothing,
      blockData: nothing,
      blockEnd: nothing,
    });
    const greeting = new HandshakeDecoder();
    socket.on('data', (bytes) => decoder.push(bytes.subarray(greeting.push(bytes))));
  });
  const [ip = ''] = ownAddress().split(':');
  await new Promise<void>((resolve) => server.listen(0, ip, resolve));
  onTestFinished(() => void server.close());
  return formatAddress({ ip, port: (server.address() as AddressInfo).port });
};

describe('decode', () => {
  test('shows a torrent byte by byte', async () => {
    const torrent = await content('http://127.0.0.1:1/announce');
    const shown = await run(['decode', torrent]);
    expect([shown.status, shown.stderr]).toEqual([0, '']);
    const { infoHash } = JSON.parse((await run(['show', torrent, '--json'])).stdout) as { infoHash: string };
    expect(shown.stdout).toContain(`info hash ${infoHash}`);
    expect(shown.stdout).toMatch(/^ +11 {2}27: +├─ announce = "http:\/\/127\.0\.0\.1:1\/announce"$/m);
    expect(shown.stdout).toMatch(/^ +│ +URL of the tracker \(BEP 3\)$/m);
    expect(shown.stdout).toMatch(/ name = "film\.mkv"/);
    expect(shown.stdout).not.toContain('\u001b');
    for (const line of shown.stdout.split('\n').slice(1)) expect(line.length).toBeLessThanOrEqual(80);

    const document = JSON.parse((await run(['decode', torrent, '--json', '--all'])).stdout);
    expect(document).toMatchObject({ file: torrent, canonical: true, remarks: [], value: { type: 'dictionary' } });
  });

  test('marks what is not canonical, and fails', async () => {
    const file = join(temporaryFolder(), 'answer');
    writeFileSync(file, 'd8:intervali060e5:peers0:');
    const shown = await run(['decode', file]);
    expect([shown.status, shown.stderr]).toEqual([1, '']);
    expect(shown.stdout).toContain('✗ an integer is written without a superfluous 0 and without -0');
    expect(shown.stdout).toContain('✗ the bytes end inside a list or dictionary');
    expect(shown.stdout).toContain('not bencode to its end: 2 places marked with ✗');
  });

  test.each([
    ['/no/such/file', 'there is no file or folder /no/such/file'],
    ['/dev/zero', '/dev/zero is longer than 64MiB; no bencode that we know is'],
  ])('%s gets one line', async (path, line) => {
    expect(await run(['decode', path])).toEqual({ status: 1, stdout: '', stderr: `seedbed: ${line}\n` });
  });
});

describe('peers', () => {
  test('shows the question to a tracker and its answer', async () => {
    const { torrent, announce, address } = await smallSwarm();
    const asked = await run(['peers', torrent]);
    expect([asked.status, asked.stderr]).toEqual([0, '']);
    for (const part of [
      `tracker ${announce}`,
      '→ HTTP request',
      'GET /announce',
      /^ +left +200000 {2}bytes that are missing; 0 is a seed \(BEP 3\)$/m,
      '← HTTP answer',
      'HTTP/1.1 200 OK',
      /├─ complete = 1 {2}peers that have everything \(BEP 3\)$/m,
      `✓ 1 seed, 0 leeches, 1 peer in the answer; ask again in 30m`,
      new RegExp(`^ {2}${address}$`, 'm'),
    ]) {
      expect(asked.stdout).toMatch(part);
    }
    const long = await run(['peers', torrent, '--long']);
    expect(long.stdout).toMatch(new RegExp(`^ {2}${address} {2}Seedbed \\d+\\.\\d+\\.\\d+ {2}-SE`, 'm'));

    const { stdout } = await run(['peers', torrent, '--json', '--long']);
    expect(JSON.parse(stdout)).toMatchObject({
      trackers: [
        {
          tracker: announce,
          tier: 1,
          ok: true,
          complete: 1,
          // Whoever only asks is no peer: the tracker counts nobody else.
          incomplete: 0,
          peers: [{ client: expect.stringMatching(/^Seedbed /) }],
          wire: [{ type: 'http-request' }, { type: 'http-answer' }, { type: 'http-body' }],
        },
      ],
    });
  });

  test('shows every datagram of a tracker over UDP', async () => {
    const url = await udpTracker();
    const asked = await run(['peers', await content(url)]);
    expect([asked.status, asked.stderr]).toEqual([0, '']);
    const titles = [...asked.stdout.matchAll(/[→←] UDP [a-z ]+ {2}\d+ bytes/g)].map(([title]) => title);
    expect(titles).toEqual([
      '→ UDP connect request  16 bytes',
      '← UDP connect answer  16 bytes',
      '→ UDP announce request  109 bytes',
      '← UDP announce answer  26 bytes',
    ]);
    expect(asked.stdout).toMatch(/^ +0 {2}00 00 04 17 27 10 19 80 {2}protocol_id/m);
    expect(asked.stdout).toContain('✓ 1 seed, 2 leeches, 1 peer in the answer; ask again in 2m');
    expect(asked.stdout).toMatch(/^ {2}127\.9\.9\.9:7000$/m);
  });

  test('goes on to the next tracker, and fails when none answers', async () => {
    const { announce } = await startTracker();
    const nobody = 'http://127.0.0.1:1/announce';
    const some = await run(['peers', await content(nobody, announce)]);
    expect(some.status).toBe(0);
    expect(some.stdout).toContain('✗ connection refused');
    expect(some.stdout).toContain('✓ 0 seeds, 0 leeches, 0 peers in the answer');

    const none = await run(['peers', await content(nobody), '--json']);
    expect([none.status, none.stderr]).toEqual([1, `seedbed: no peers from ${nobody}: connection refused\n`]);
    expect(JSON.parse(none.stdout)).toMatchObject({ trackers: [{ ok: false, reason: 'connection refused' }] });
    const nowhere = await run(['peers', await content()]);
    expect([nowhere.status, nowhere.stderr]).toEqual([
      1,
      expect.stringMatching(/film\.mkv\.torrent names no tracker; --tracker names one\n$/),
    ]);
  });
});

describe('handshake', () => {
  test('shows both handshakes and what follows', async () => {
    const { torrent, address } = await smallSwarm();
    const shaken = await run(['handshake', torrent, address, '--watch', '300ms', '--interested']);
    expect([shaken.status, shaken.stderr]).toEqual([0, '']);
    for (const part of [
      '→ handshake  68 bytes  who is there, and for which torrent (BEP 3)',
      '← handshake  68 bytes',
      /^ +1 {2}42 69 74 54 6f 72 72 65 {2}name +BitTorrent protocol$/m,
      /^ +20 {2}00 00 00 00 00 00 00 00 {2}reserved +no extension$/m,
      /peer_id +-SE\d{4}-\w{12},$/m,
      '← bitfield  6 bytes',
      '4 of 4 pieces',
      /^ +████$/m,
      '→ interested',
      '← unchoke',
      /^✓ both handshakes are right: .* is Seedbed \d+\.\d+\.\d+$/m,
    ]) {
      expect(shaken.stdout).toMatch(part);
    }
    for (const line of shaken.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);

    const { stdout } = await run(['handshake', torrent, address, '--watch', '300ms', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      peer: address,
      wire: [
        { note: expect.stringContaining('connected') },
        { direction: 'sent', name: 'handshake', length: 68 },
        { direction: 'received', name: 'handshake', length: 68 },
        { direction: 'received', name: 'bitfield', hex: '0000000205f0' },
        { note: 'we leave, after 300ms' },
      ],
    });
  });

  test('says why there is none', async () => {
    const { torrent, address, announce } = await smallSwarm();
    const other = await content();
    const [, web = ''] = /^http:\/\/([^/]+)/.exec(announce) ?? [];
    for (const [args, reason] of [
      [[other, address], 'closed by the other side: it may not have this torrent'],
      [[torrent, web], 'not a BitTorrent handshake: byte 0 is "H"'],
      [[torrent, '127.0.0.1:1'], 'nothing listens at 127.0.0.1:1'],
    ] as const) {
      const ended = await run(['handshake', ...args]);
      expect(ended.status).toBe(1);
      expect(ended.stderr).toMatch(/^seedbed: no handshake with [^\n]*\n$/);
      expect(ended.stderr).toContain(reason);
    }
  });

  test('ends when it is asked to', async () => {
    const { torrent, address } = await smallSwarm();
    const watching = start(['handshake', torrent, address, '--watch', '10m']);
    await watching.says(/← bitfield/);
    watching.signal('SIGINT');
    expect(await watching.ends()).toMatchObject({ status: 130, stderr: '' });
  });
});

describe('get --piece', () => {
  test('fetches one piece from the swarm, shows every message, and checks it', async () => {
    const { dir, torrent, bytes } = await smallSwarm();
    const copy = join(dir, 'copy');
    const got = await run(['get', torrent, '--dir', copy, '--piece', '3']);
    expect([got.status, got.stderr]).toEqual([0, '']);
    const file = join(copy, 'film.mkv.piece-3');
    expect(readFileSync(file).equals(bytes.subarray(3 * PIECE_LENGTH))).toBe(true);
    for (const part of [
      'piece 3 of 0 to 3: 3392 bytes from byte 196608 on, in film.mkv',
      /tracker http:\/\/\S+: names 1 peer$/m,
      '→ interested',
      '← unchoke',
      /^ +0 {2}00 00 00 0d {2}length prefix {2}13 {2}bytes that follow$/m,
      '← piece  3405 bytes',
      '→ not interested',
      '✓ piece 3 is right: its SHA-1 is ',
      `verified ${file}: 3.31KiB from `,
    ]) {
      expect(got.stdout).toMatch(part);
    }
  });

  test('from one peer, as a document', async () => {
    const { dir, torrent, bytes, address } = await smallSwarm();
    const got = await run(['get', torrent, '--dir', dir, '--piece', '0', '--connect', address, '--json']);
    expect(got.status).toBe(0);
    const document = JSON.parse(got.stdout);
    expect(document).toMatchObject({ ok: true, piece: 0, peer: address, length: PIECE_LENGTH });
    const messages = document.wire.map(({ name }: { name?: string }) => name).filter(Boolean);
    expect(messages.filter((name: string) => name === 'request')).toHaveLength(4);
    expect(messages.filter((name: string) => name === 'piece')).toHaveLength(4);
    expect(readFileSync(document.file).equals(bytes.subarray(0, PIECE_LENGTH))).toBe(true);
  });

  test('a wrong piece is not written, and is no success', async () => {
    const { dir, torrent } = await smallSwarm();
    const address = await liar(torrent);
    const evil = join(dir, 'evil');
    const got = await run(['get', torrent, '--dir', evil, '--piece', '0', '--connect', address]);
    expect([got.status, got.stderr]).toEqual([1, 'seedbed: nobody gave us a right piece 0 of film.mkv\n']);
    expect(got.stdout).toMatch(/✗ the SHA-1 is [0-9a-f]{40}: what\s/);
    expect(existsSync(join(evil, 'film.mkv.piece-0'))).toBe(false);
  });

  test('what is not there is said', async () => {
    const { torrent, dir } = await smallSwarm();
    expect(await run(['get', torrent, '--piece', '4'])).toMatchObject({
      status: 2,
      stderr: 'seedbed: --piece: there is no piece 4; film.mkv has the pieces 0 to 3\n',
    });
    const lonely = await run(['get', torrent, '--piece', '1', '--dir', dir, '--connect', '127.0.0.1:1']);
    expect(lonely).toMatchObject({ status: 1, stderr: 'seedbed: nobody gave us a right piece 1 of film.mkv\n' });
    expect(lonely.stdout).toContain('✗ not from 127.0.0.1:1: nothing listens at 127.0.0.1:1');
  });
});

describe('get', () => {
  test('stays until it has sent as much as was asked for', async () => {
    const torrent = await content();
    const dir = dirname(torrent);
    const { address } = await startSeed(join(dir, 'film.mkv'), 'http://127.0.0.1:1/announce');
    // Not one of BEP 3's ports: a daemon of the machine's owner may hold those at all addresses.
    const between = ownAddress().replace(/:0$/, `:${randomInt(20_000, 30_000)}`);
    const flags = ['--listen', between, '--connect', address, '--seed-ratio', '1', '--seed-time', '10m'];
    const first = start(['get', torrent, '--dir', join(dir, 'first'), ...flags]);
    await first.says(/^verified /m);
    await first.says(/^seeding film\.mkv: 0B\/s up, 0B sent, ratio 0\.00 of 1, 10m left/m);
    // This one knows nobody else, so that the whole content comes from there.
    const second = await startGet(torrent, join(dir, 'second'), '--connect', between).ends();
    expect(second.status).toBe(0);
    expect(await first.ends()).toMatchObject({ status: 0 });
  });

  test('tells its figures as a document', async () => {
    const { dir, torrent } = await smallSwarm();
    const got = await startGet(torrent, join(dir, 'copy'), '--json').ends();
    expect(got.status).toBe(0);
    expect(JSON.parse(got.stdout)).toMatchObject({
      verified: join(dir, 'copy', 'film.mkv'),
      length: 200_000,
      downloaded: 200_000,
    });
  });
});
