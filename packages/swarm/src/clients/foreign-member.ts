import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import type { SwarmEventBody } from '@seedbed/events';
import type { PeerEnd } from '@seedbed/peer/host';
import { type Metainfo, parseMetainfo } from '@seedbed/protocol';
import { messageOf } from '../failure.ts';
import type { WrittenPeer } from '../launcher/host-protocol.ts';
import type { Client, ClientJob, ClientState } from './client.ts';
import { ForeignEvents } from './foreign-events.ts';
import { ForeignProgram } from './foreign-program.ts';

const LOOK_EVERY_MS = 250;
/** What it is given to say goodbye, ms; then it is killed. */
const PATIENCE = 2_500;

/** What a member tells; see `HostMessage`. */
export type MemberMessage =
  | { readonly type: 'ready'; readonly listen: string }
  | {
      readonly type: 'progress';
      readonly have: number;
      readonly pieces: number;
      readonly downloaded: number;
      readonly uploaded: number;
    }
  | { readonly type: 'verified' }
  | { readonly type: 'failed'; readonly reason: string };

export interface ForeignMemberComponents {
  readonly client: Client;
  readonly tell: (message: MemberMessage) => void;
  readonly report: (event: SwarmEventBody) => void;
}

/** A client of others as a member of a run, from its start to its end. */
export class ForeignMember {
  readonly #components: ForeignMemberComponents;
  readonly #job: ClientJob;
  #program: ForeignProgram | undefined;
  #looking: NodeJS.Timeout | undefined;
  #isLeaving = false;
  #last: ClientState | undefined;

  /** @param scratch a folder of its own; it is made */
  constructor(peer: WrittenPeer, scratch: string, components: ForeignMemberComponents) {
    const { torrent, dir, listen, readOnly = false } = peer;
    const ip = listen.slice(0, listen.lastIndexOf(':'));
    this.#job = { torrent, dir, ip, scratch, role: readOnly ? 'seed' : 'leech' };
    this.#components = components;
  }

  /** Never rejects: it tells that it failed. */
  async begin(): Promise<void> {
    const { client, report, tell } = this.#components;
    try {
      const { role, torrent, ip, scratch } = this.#job;
      const { geometry, infoHashHex } = await readTorrent(torrent);
      await mkdir(scratch, { recursive: true });
      const { pieceCount: pieces, pieceLength, totalLength: length } = geometry;
      const events = new ForeignEvents(pieces, role === 'seed');
      const address = `${ip}:${client.port}`;
      // What its peer id is the tracker will hear.
      report({
        ...{ type: 'peer-started', peerId: '', address, infoHash: infoHashHex },
        ...{ pieces, pieceLength, length, have: events.have },
      });
      const command = await client.prepare(this.#job);
      if (this.#isLeaving) return;
      const program = new ForeignProgram(command);
      this.#program = program;
      void program.ended.then((how) => {
        if (!this.#isLeaving) tell({ type: 'failed', reason: how });
      });
      this.#look(program, events, pieces, address);
    } catch (error) {
      tell({ type: 'failed', reason: messageOf(error) });
    }
  }

  /** Resolves when it is gone. */
  async leave(how: PeerEnd): Promise<void> {
    this.#isLeaving = true;
    clearTimeout(this.#looking);
    const program = this.#program;
    if (program === undefined) return;
    program.signal(how === 'order' ? 'SIGTERM' : 'SIGKILL');
    const late = setTimeout(() => program.signal('SIGKILL'), PATIENCE);
    await program.ended;
    clearTimeout(late);
    const { downloaded = 0, uploaded = 0 } = this.#last ?? {};
    if (how === 'order') this.#components.report({ type: 'peer-stopped', downloaded, uploaded });
  }

  #look(program: ForeignProgram, events: ForeignEvents, pieces: number, address: string): void {
    this.#looking = setTimeout(async () => {
      const state = await this.#ask(program);
      if (this.#isLeaving) return;
      if (state !== undefined) this.#hear(state, events, pieces, address);
      this.#look(program, events, pieces, address);
    }, LOOK_EVERY_MS);
  }

  async #ask(program: ForeignProgram): Promise<ClientState | undefined> {
    try {
      return await this.#components.client.ask(this.#job, program);
    } catch {
      // It does not answer yet, or is busy; whoever ends says so otherwise, and who hangs makes no progress.
      return undefined;
    }
  }

  #hear(state: ClientState, events: ForeignEvents, pieces: number, address: string): void {
    const { tell, report } = this.#components;
    if (this.#last === undefined) tell({ type: 'ready', listen: address });
    const wasComplete = this.#last?.isComplete ?? false;
    this.#last = state;
    for (const event of events.look(state)) report(event);
    const { uploaded, downloaded } = state;
    tell({ type: 'progress', have: events.have, pieces, downloaded, uploaded });
    if (state.isComplete && !wasComplete) tell({ type: 'verified' });
  }
}

const readTorrent = async (file: string): Promise<Metainfo> =>
  parseMetainfo(await readFile(file), (bytes) => createHash('sha1').update(bytes).digest());
