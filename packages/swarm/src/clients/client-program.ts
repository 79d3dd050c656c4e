/**
 * A client of others as a program that a launcher forks like a process of peers: it is told to start and to stop it over
 * the IPC channel and tells how it goes on, with events as NDJSON on file descriptor 3. Where it runs, the client runs.
 * It leaves on SIGTERM, and when the channel closes.
 */
import { createWriteStream } from 'node:fs';
import { encodeEvent, type SwarmEvent, type SwarmEventBody } from '@seedbed/events';
import type { WrittenCommand } from '../launcher/host-protocol.ts';
import { monotonicNow } from '../monotonic-clock.ts';
import { CLIENTS_OF_OTHERS, type ForeignClientName } from './clients.ts';
import { ForeignMember, type MemberMessage } from './foreign-member.ts';

/** What the program is told as JSON in its first argument. */
export interface ClientProgramConfig {
  /** That of the peer. */
  readonly name: string;
  readonly client: ForeignClientName;
  /** A folder for its settings and state. */
  readonly scratch: string;
}

const EVENTS_FD = 3;

const { name, client: wanted, scratch }: ClientProgramConfig = JSON.parse(process.argv[2] ?? '');
const client = CLIENTS_OF_OTHERS[wanted];

const events = createWriteStream('', { fd: EVENTS_FD });
const report = (body: SwarmEventBody): void => {
  events.write(encodeEvent({ t: monotonicNow(), peer: name, ...body } as SwarmEvent));
};
const tell = (message: MemberMessage | { readonly type: 'stopped' }): void => {
  if (process.connected) process.send?.({ ...message, peer: name }, () => {});
};

let member: ForeignMember | undefined;

process.on('message', (command: WrittenCommand) => {
  if (command.type === 'start') {
    member = new ForeignMember(command.peer, scratch, { client, tell, report });
    void member.begin();
  } else if (command.type === 'stop') {
    void member?.leave(command.how).then(() => tell({ type: 'stopped' }));
  }
});

const leave = (): void => {
  void Promise.resolve(member?.leave('order')).then(() => events.end(() => process.exit()));
};
process.on('SIGTERM', leave);
process.on('disconnect', leave);

// The launcher waits until it has been heard of.
process.send?.({ type: 'load', lateness: 0, cpu: 0 });
