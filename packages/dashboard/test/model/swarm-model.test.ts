import type { ChokeCandidate, SwarmEvent } from '@seedbed/events';
import { describe, expect, it } from 'vitest';
import { type RunHeader, SwarmModel } from '../../src/model/index.ts';

type Body = SwarmEvent extends infer Event ? (Event extends unknown ? Omit<Event, 't' | 'peer'> : never) : never;

const header: RunHeader = {
  name: 'by hand',
  startedAt: 1_000,
  live: true,
  content: { length: 100_000, pieceLength: 32_768, pieces: 4 },
  peers: [
    { name: 'seed', group: 'seeds', role: 'seed', client: 'seedbed', upload: 1_000 },
    { name: 'leech', group: 'leeches', role: 'leech', client: 'seedbed' },
  ],
  bound: { applies: false, why: 'by hand' },
  timeline: [],
  eventLevel: 'block',
  actions: true,
};

const begin = (name: string, have: number): Extract<Body, { readonly type: 'peer-started' }> => ({
  type: 'peer-started',
  ...{ peerId: `id of ${name}`, address: '127.1.1.1:1', infoHash: 'ab'.repeat(20) },
  ...{ pieces: 4, pieceLength: 32_768, length: 100_000, have },
});

/** A model, and what happens to it at one moment after the other. */
const story = (ofRun: Partial<RunHeader> = {}): { model: SwarmModel; tell: (peer: string, ...all: Body[]) => void } => {
  const model = new SwarmModel({ ...header, ...ofRun });
  let t = 1_000;
  return {
    model,
    tell: (peer, ...all) => {
      for (const body of all) {
        t += 10;
        model.apply({ ...body, t, peer } as SwarmEvent);
      }
    },
  };
};

const begun = (ofRun: Partial<RunHeader> = {}): ReturnType<typeof story> => {
  const swarm = story(ofRun);
  swarm.tell('seed', begin('seed', 4));
  swarm.tell('leech', begin('leech', 0));
  swarm.tell('leech', { type: 'connected', remote: 'id of seed', address: '127.1.1.1:1', direction: 'outgoing' });
  swarm.tell('seed', { type: 'connected', remote: 'id of leech', address: '127.1.1.2:9', direction: 'incoming' });
  return swarm;
};

const remote = 'id of seed';
const block = { remote, piece: 2, begin: 16_384, length: 16_384 } as const;

describe('a swarm from its events', () => {
  it('has the peers of the plan before they come', () => {
    const { model } = story();
    expect(model.peers.map(({ name, stage, group }) => [name, stage, group])).toEqual([
      ['seed', 'awaited', 'seeds'],
      ['leech', 'awaited', 'leeches'],
    ]);
    expect([model.seeds, model.leeches, [...model.availability]]).toEqual([0, 0, [0, 0, 0, 0]]);
  });

  it('counts who holds a piece, as peers come, get it, leave, are killed and come again', () => {
    const { model, tell } = begun();
    expect([model.seeds, model.leeches, [...model.availability]]).toEqual([1, 1, [1, 1, 1, 1]]);
    tell('leech', { type: 'piece', piece: 2, have: 1, sources: [] });
    expect([...model.availability]).toEqual([1, 1, 2, 1]);
    tell('seed', { type: 'peer-stopped', downloaded: 0, uploaded: 0 });
    expect([model.peer('seed')?.stage, [...model.availability]]).toEqual(['left', [0, 0, 1, 0]]);
    tell('launcher', { type: 'run-action', action: 'kill', peers: ['leech'], detail: '' });
    expect([model.peer('leech')?.stage, [...model.availability]]).toEqual(['killed', [0, 0, 0, 0]]);
    tell('leech', begin('leech again', 1));
    expect([model.peer('leech')?.stage, [...model.availability]]).toEqual(['running', [0, 0, 1, 0]]);
    expect(model.peerOf('id of leech again')?.name).toBe('leech');
  });

  it('knows the four flags of both sides of a connection, and the optimistic slot', () => {
    const { model, tell } = begun();
    tell('leech', { type: 'interested', remote, direction: 'sent' });
    tell('seed', { type: 'interested', remote: 'id of leech', direction: 'received' });
    tell('seed', { type: 'unchoke', remote: 'id of leech', direction: 'sent', optimistic: true });
    tell('leech', { type: 'unchoke', remote, direction: 'received' });
    const flags = { amChoking: true, amInterested: true, peerChoking: false, peerInterested: false };
    expect(model.peer('leech')?.connections.get(remote)).toMatchObject({ ...flags, direction: 'outgoing' });
    const seen = { amChoking: false, amInterested: false, peerChoking: true, peerInterested: true, optimistic: true };
    expect(model.peer('seed')?.connections.get('id of leech')).toMatchObject(seen);
    tell('seed', { type: 'choke', remote: 'id of leech', direction: 'sent' });
    expect(model.peer('seed')?.connections.get('id of leech')).toMatchObject({ amChoking: true, optimistic: false });
  });

  const third = 'id of third';
  const flagsOf = (model: SwarmModel): unknown =>
    [...(model.peer('seed')?.connections.values() ?? [])].map(({ optimistic, newcomer }) => [optimistic, newcomer]);

  it('has one optimist at a time of each peer: the next one takes its slot, whether the last one is choked or not', () => {
    const { model, tell } = begun();
    tell('seed', { type: 'connected', remote: third, address: '127.1.1.3:9', direction: 'incoming' });
    tell('leech', { type: 'unchoke', remote, direction: 'sent', optimistic: true });
    tell('seed', { type: 'unchoke', remote: 'id of leech', direction: 'sent', optimistic: true });
    tell('seed', { type: 'unchoke', remote: third, direction: 'sent', optimistic: false });
    expect(flagsOf(model)).toEqual([
      [true, false],
      [false, false],
    ]);
    tell('seed', { type: 'unchoke', remote: third, direction: 'sent', optimistic: true });
    expect(flagsOf(model)).toEqual([
      [false, false],
      [true, false],
    ]);
    expect(model.peer('seed')?.connections.get('id of leech')?.amChoking).toBe(false);
    expect(model.peer('leech')?.connections.get(remote)?.optimistic).toBe(true);
  });

  it('says who has the optimistic slot, and who one of a newcomer, as the newest decision does', () => {
    const { model, tell } = begun();
    tell('seed', { type: 'connected', remote: third, address: '127.1.1.3:9', direction: 'incoming' });
    const decide = (one: ChokeCandidate['reason'], other: ChokeCandidate['reason']): void => {
      const judged = { rate: 0, interested: true, snubbed: false, wasUnchoked: false, since: 0, unchoked: true };
      const candidates = [
        { ...judged, remote: 'id of leech', reason: one },
        { ...judged, remote: third, reason: other },
        { ...judged, remote: 'nobody', reason: 'optimistic' as const },
      ];
      tell('seed', { type: 'choke-decisions', occasion: 'round', candidates });
    };
    decide('optimistic', 'newcomer');
    tell('seed', { type: 'unchoke', remote: 'id of leech', direction: 'sent', optimistic: true });
    tell('seed', { type: 'unchoke', remote: third, direction: 'sent', optimistic: false });
    expect(flagsOf(model)).toEqual([
      [true, false],
      [false, true],
    ]);
    // Nothing is sent: both have their slots already.
    decide('rate', 'optimistic');
    expect(flagsOf(model)).toEqual([
      [false, false],
      [true, false],
    ]);
    decide('newcomer', 'free-slot');
    expect(flagsOf(model)).toEqual([
      [false, true],
      [false, false],
    ]);
    tell('seed', { type: 'choke', remote: 'id of leech', direction: 'sent' });
    expect(flagsOf(model)).toEqual([
      [false, false],
      [false, false],
    ]);
    expect(model.peer('seed')?.connections.size).toBe(2);
  });

  it('has a block in flight from its request until it comes, is taken back, is choked away or is lost', () => {
    const { model, tell } = begun();
    const inFlight = (): unknown[] => [...(model.peer('leech')?.connections.get(remote)?.requests.values() ?? [])];
    tell('leech', { type: 'request', ...block });
    expect(inFlight()).toMatchObject([{ piece: 2, begin: 16_384, length: 16_384, since: 1_050 }]);
    tell('leech', { type: 'block', ...block });
    expect(inFlight()).toEqual([]);
    expect([...(model.peer('leech')?.inFlight.pieces ?? [])]).toEqual([[2, { asked: 0, bytes: 16_384 }]]);
    tell('leech', { type: 'request', ...block }, { type: 'cancel', ...block });
    expect(inFlight()).toEqual([]);
    tell('leech', { type: 'request', ...block }, { type: 'choke', remote, direction: 'received' });
    expect(inFlight()).toEqual([]);
    tell('leech', { type: 'request', ...block });
    tell('leech', { type: 'disconnected', remote, reason: 'closed', downloaded: 0, uploaded: 0 });
    expect(model.peer('leech')?.connections.size).toBe(0);
    tell('leech', { type: 'piece-corrupt', piece: 2, sources: [] });
    expect([model.peer('leech')?.inFlight.pieces.size, model.peer('leech')?.corruptPieces]).toEqual([0, 1]);
  });

  it('counts what is in flight to a peer once: all queues of its connections together', () => {
    const { model, tell } = begun();
    tell('other', begin('other', 4));
    tell('leech', { type: 'request', ...block }, { type: 'request', ...block, begin: 0 });
    tell('leech', { type: 'request', ...block, remote: 'id of other' }, { type: 'request', ...block, piece: 3 });
    const flight = (): unknown => {
      const leech = model.peer('leech');
      const queued = [...(leech?.connections.values() ?? [])].reduce((sum, { requests }) => sum + requests.size, 0);
      expect(leech?.inFlight.asked).toBe(queued);
      return [...(leech?.inFlight.pieces ?? [])];
    };
    expect(flight()).toEqual([
      [2, { asked: 3, bytes: 0 }],
      [3, { asked: 1, bytes: 0 }],
    ]);
    tell('leech', { type: 'block', ...block }, { type: 'choke', remote: 'id of other', direction: 'received' });
    expect(flight()).toEqual([
      [2, { asked: 1, bytes: 16_384 }],
      [3, { asked: 1, bytes: 0 }],
    ]);
    tell('leech', { type: 'block', ...block, begin: 0 }, { type: 'piece', piece: 2, have: 1, sources: [] });
    expect(flight()).toEqual([[3, { asked: 1, bytes: 0 }]]);
    tell('seed', { type: 'peer-stopped', downloaded: 0, uploaded: 0 });
    expect(flight()).toEqual([]);
  });

  it('has no connection to those who are gone, whatever is told of it later', () => {
    const kill: Body = { type: 'run-action', action: 'kill', peers: ['leech'], detail: '' };
    const { model, tell } = begun();
    const connections = (): number[] => model.peers.map(({ connections: { size } }) => size);
    expect(connections()).toEqual([1, 1]);
    tell('launcher', kill);
    expect(connections()).toEqual([0, 0]);
    // What it had told before is heard after it, and the other side has not noticed yet.
    tell('leech', { type: 'request', ...block }, { type: 'interested', remote, direction: 'sent' });
    tell('seed', { type: 'unchoke', remote: 'id of leech', direction: 'sent' });
    tell('seed', { type: 'connected', remote: 'id of leech', address: '127.1.1.2:9', direction: 'incoming' });
    expect(connections()).toEqual([0, 0]);
    // It comes again under another id; the old one stays gone.
    tell('leech', { ...begin('leech', 0), peerId: 'another id' });
    tell('seed', { type: 'unchoke', remote: 'id of leech', direction: 'sent' });
    tell('seed', { type: 'unchoke', remote: 'another id', direction: 'sent' });
    expect([...(model.peer('seed')?.connections.keys() ?? [])]).toEqual(['another id']);
  });

  it('moves nothing any more once everybody has everything', () => {
    for (const eventLevel of ['block', 'piece'] as const) {
      const { model, tell } = begun({ eventLevel });
      const sources = [{ remote, bytes: 32_768 }];
      const rates = (): (number | undefined)[] => [
        model.peer('seed')?.uploadRate(model.time),
        model.peer('leech')?.downloadRate(model.time),
        model.peer('leech')?.connections.get(remote)?.downloadRate(model.time),
      ];
      for (let piece = 0; piece < 4; piece += 1) {
        tell('leech', { type: 'block', ...block, piece });
        if (piece === 3) expect(rates()).not.toContain(0);
        tell('leech', { type: 'piece', piece, have: piece + 1, sources });
      }
      expect(rates()).toEqual([0, 0, 0]);
      // The late answers of the end game are bytes, and no rate.
      tell('leech', { type: 'block', ...block });
      expect(rates()).toEqual([0, 0, 0]);
    }
  });

  it('keeps the connection of two that dialled each other until the last socket is closed', () => {
    const { model, tell } = begun();
    tell('leech', { type: 'connected', remote, address: '127.1.1.1:2', direction: 'incoming' });
    tell('leech', { type: 'disconnected', remote, reason: 'twice', downloaded: 0, uploaded: 0 });
    expect(model.peer('leech')?.connections.size).toBe(1);
    tell('leech', { type: 'disconnected', remote, reason: 'closed', downloaded: 0, uploaded: 0 });
    expect(model.peer('leech')?.connections.size).toBe(0);
  });

  it('counts payload once, by blocks where they are told and by pieces elsewhere', () => {
    const sources = [{ remote, bytes: 32_768 }];
    for (const [eventLevel, bytes] of [['block', 16_384] as const, ['piece', 32_768] as const]) {
      const { model, tell } = begun({ eventLevel });
      tell('leech', { type: 'block', ...block }, { type: 'piece', piece: 2, have: 1, sources });
      expect(model.peer('leech')).toMatchObject({ downloaded: bytes, uploaded: 0, haveCount: 1 });
      expect(model.peer('seed')).toMatchObject({ downloaded: 0, uploaded: bytes });
      expect(model.peer('leech')?.downloadRate(model.time)).toBeGreaterThan(0);
      expect(model.peer('seed')?.uploadRate(model.time + 60_000)).toBeLessThan(1);
      tell('leech', { type: 'peer-stopped', downloaded: bytes, uploaded: 0 });
      expect(model.peer('leech')?.downloadRate(model.time)).toBe(0);
    }
  });

  it('comes to the rate at which blocks keep coming', () => {
    const { model } = begun();
    for (let t = 2_000; t < 22_000; t += 100)
      model.apply({ type: 'block', ...block, length: 10_000, t, peer: 'leech' });
    expect((model.peer('leech')?.downloadRate(model.time) ?? 0) / 100_000).toBeCloseTo(1, 1);
  });

  it('takes in a peer that no plan knew, and begins its time with the run', () => {
    const { model, tell } = begun();
    tell('stranger', begin('stranger', 0));
    expect(model.peers.at(-1)).toMatchObject({ name: 'stranger', group: 'added', role: 'leech', index: 2 });
    tell('launcher', { type: 'run-phase', phase: 'running' });
    expect([model.startedAt, model.phase]).toEqual([model.time, 'running']);
  });

  it('shows what a launcher does', () => {
    const { model, tell } = begun();
    const act = (action: string, peers: string[], detail = ''): void =>
      tell('launcher', { type: 'run-action', action, peers, detail });
    act('pause', ['leech', 'nobody']);
    act('corrupt', ['seed']);
    act('partition', ['seed', 'leech'], 'seed | leech');
    act('tracker', [], 'down');
    expect(model).toMatchObject({ partition: 'seed | leech', trackerIsDown: true });
    expect([model.peer('leech')?.paused, model.peer('seed')?.corrupts]).toEqual([true, true]);
    act('resume', ['leech']);
    act('heal', []);
    act('tracker', [], 'up');
    expect(model).toMatchObject({ partition: '', trackerIsDown: false });
    expect(model.peer('leech')?.paused).toBe(false);
  });

  it('knows on which side of a cut everybody stands, until it is mended or cut another way', () => {
    const { model, tell } = begun();
    tell('other', begin('other', 4));
    const cut = (peers: string[], detail: string): (number | undefined)[] => {
      tell('launcher', { type: 'run-action', action: 'partition', peers, detail });
      return model.peers.map(({ side }) => side);
    };
    expect(cut(['seed', 'leech'], 'seed | leech')).toEqual([0, 1, undefined]);
    expect(cut(['leech', 'other', 'seed'], 'leech other | seed')).toEqual([1, 0, 0]);
    // Whatever its detail says: it has to be about the peers of the event.
    expect(cut(['leech', 'other'], 'one side | the other')).toEqual([undefined, undefined, undefined]);
    expect(cut(['leech', 'other'], '')).toEqual([undefined, undefined, undefined]);
    cut(['seed', 'leech'], 'seed | leech');
    tell('launcher', { type: 'run-action', action: 'heal', peers: [], detail: '' });
    expect(model.peers.map(({ side }) => side)).toEqual([undefined, undefined, undefined]);
  });

  it('has the faults that nobody mended, the newest at the end', () => {
    const { model, tell } = begun();
    const after = (action: string, peers: string[], detail = ''): string[] => {
      tell('launcher', { type: 'run-action', action, peers, detail });
      return model.faults.map(({ kind, peer }) => `${kind} ${peer}`.trim());
    };
    after('tracker', [], 'down');
    after('corrupt', ['seed', 'nobody']);
    expect(after('pause', ['leech'])).toEqual(['tracker', 'corrupt seed', 'pause leech']);
    expect(after('tracker', [], 'slow')).toEqual(['corrupt seed', 'pause leech', 'tracker']);
    expect(after('resume', ['leech'])).toEqual(['corrupt seed', 'tracker']);
    after('partition', ['seed', 'leech'], 'seed | leech');
    expect(after('tracker', [], 'up')).toEqual(['corrupt seed', 'partition']);
    expect(after('heal', [])).toEqual(['corrupt seed']);
    after('pause', ['leech']);
    tell('leech', begin('leech', 0));
    expect(model.faults).toEqual([{ kind: 'corrupt', peer: 'seed' }]);
  });

  it('is not thrown off by pieces that do not exist, or by peers that nobody has seen', () => {
    const { model, tell } = begun();
    tell('leech', { type: 'piece', piece: 4_000_000_000, have: 1, sources: [{ remote: 'nobody', bytes: 5 }] });
    tell('leech', { type: 'block', ...block, piece: 9 }, { type: 'cancel', ...block, remote: 'nobody' });
    tell('nobody', { type: 'piece', piece: 1, have: 1, sources: [] });
    expect([...model.availability]).toEqual([1, 1, 1, 1]);
  });
});
