import type { EventLevel } from '@seedbed/events';
import type { EventCollector } from './event-collector.ts';
import type { Member } from './member.ts';
import type { Programs } from './programs.ts';
import type { SwarmPlan } from './swarm-plan.ts';

/** What all peers of a run have in common. */
export interface PeerSetup {
  readonly torrent: string;
  readonly eventLevel: EventLevel;
  readonly plan: SwarmPlan;
}

/** Starts one peer; what becomes of it is told by its events. */
export const startPeer = (
  programs: Programs,
  collector: EventCollector,
  member: Member,
  dir: string,
  { torrent, eventLevel, plan }: PeerSetup,
): void => {
  programs.startPeer({
    name: member.name,
    module: new URL(import.meta.resolve('@seedbed/peer/process')),
    config: {
      name: member.name,
      torrent,
      dir,
      listen: `${member.ip}:0`,
      eventLevel,
      ...(plan.uploadLimit !== undefined && { uploadLimit: plan.uploadLimit }),
      ...(plan.downloadLimit !== undefined && { downloadLimit: plan.downloadLimit }),
    },
    onMessage: () => {},
    onEvents: collector.reader(member.name),
  });
};
