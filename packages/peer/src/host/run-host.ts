import type { EventPipe } from '../io/event-pipe.ts';
import { type HostConfig, readHostConfig } from './host-config.ts';
import { createHostResources } from './host-resources.ts';
import { launcherChannel } from './launcher-channel.ts';
import { openEvents } from './open-events.ts';
import { PeerHost } from './peer-host.ts';
import { reasonOf } from './reason-of.ts';
import { tellInRounds } from './tell-in-rounds.ts';
import { tellLoad } from './tell-load.ts';

/** Each peer is looked at so often, ms. */
const PROGRESS_INTERVAL = 200;
const LINK_INTERVAL = 1_000;

/**
 * Runs peers until the process is asked to leave; a peer that fails is told, and takes no other one with it. Sets the
 * exit status: 1 when the argument can't be read. Never rejects.
 */
export async function runHost(argument: string | undefined): Promise<void> {
  const leave = launcherChannel.askedToLeave();
  let events: EventPipe | undefined;
  try {
    events = openEvents();
    await host(readHostConfig(argument), events, leave);
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n`);
    process.exitCode = 1;
  }
  await events?.close();
  launcherChannel.close();
}

async function host({ peers }: HostConfig, events: EventPipe | undefined, leave: Promise<void>): Promise<void> {
  const tell = (message: Parameters<typeof launcherChannel.tell>[0]): void => void launcherChannel.tell(message);
  const shared = createHostResources(events, () => peerHost.peers.size > 1);
  const peerHost: PeerHost = new PeerHost({ shared, tell });
  for (const peer of peers) peerHost.start(peer);
  launcherChannel.listen((message) => peerHost.command(message));
  const stops = [
    tellInRounds(peerHost.peers, PROGRESS_INTERVAL, (peer) => peer.progress(), tell),
    tellInRounds(peerHost.peers, LINK_INTERVAL, (peer) => peer.linkUse(), tell),
    tellLoad(tell),
  ];
  await leave;
  for (const stop of stops) stop();
  await peerHost.leave();
  await shared.daemons.hasher.close();
}
