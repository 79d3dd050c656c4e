import type { EventLevel } from '@seedbed/events';
import type { SwarmPlan } from '../swarm-plan.ts';
import type { EventCollector } from './event-collector.ts';
import type { Member } from './member.ts';
import type { Programs } from './programs.ts';

/** What all peers of a run have in common. */
export interface PeerSetup {
  readonly torrent: string;
  readonly eventLevel: EventLevel;
  readonly plan: SwarmPlan;
  /** Told when the disk holds a peer up. */
  readonly onPaused: (peer: string, reason: string) => void;
  /** Told when a peer has everything; its events tell the same, but may be lost. */
  readonly onVerified: (peer: string) => void;
  /** Told when a peer could not begin. */
  readonly onFailed: (peer: string, reason: string) => void;
}

const reasonIn = (message: object): string =>
  'reason' in message && typeof message.reason === 'string' ? message.reason : 'no reason is known';

/** Starts one peer; what becomes of it is told by its events. */
export const startPeer = (
  programs: Programs,
  collector: EventCollector,
  member: Member,
  dir: string,
  { torrent, eventLevel, plan, onPaused, onVerified, onFailed }: PeerSetup,
): void => {
  const peer: Record<string, unknown> = {
    name: member.name,
    torrent,
    dir,
    listen: `${member.ip}:0`,
    // What the seeds share is the user's: it is not written, and all of them, and others, may read it. No peer keeps a
    // journal: what the leeches get is deleted in the end.
    readOnly: member.role === 'seed',
    shared: member.role === 'seed',
    eventLevel,
    ...(plan.uploadLimit !== undefined && { uploadLimit: plan.uploadLimit }),
    ...(plan.downloadLimit !== undefined && { downloadLimit: plan.downloadLimit }),
  };
  programs.startPeer({
    name: member.name,
    module: new URL(import.meta.resolve('@seedbed/peer/process')),
    config: { name: member.name, peers: [peer] },
    onMessage: (message) => {
      if (message.type === 'paused') onPaused(member.name, reasonIn(message));
      if (message.type === 'failed') onFailed(member.name, reasonIn(message));
      if (message.type === 'verified') onVerified(member.name);
    },
    onEvents: collector.reader(member.name),
  });
};
