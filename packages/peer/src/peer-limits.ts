import type { TorrentOptions } from '@seedbed/engine';
import type { SettingsOf } from '@seedbed/settings';
import type { DaemonLimits } from './daemon-options.ts';
import type { limitSettings } from './limit-settings.ts';

/** What peers may cost a daemon; `limitSettings` says what each is and where its default comes from. */
export type PeerLimits = Partial<SettingsOf<typeof limitSettings>>;

/** The parts of a daemon that keep to these limits; what is left out has its default. */
export interface PlacedLimits {
  readonly limits: Partial<DaemonLimits>;
  readonly engine: Partial<TorrentOptions>;
}

type Known<T> = { readonly [Name in keyof T]?: Exclude<T[Name], undefined> };

const known = <T extends object>(values: T): Known<T> =>
  // Only fields that have no value are left out.
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Known<T>;

/** Sockets and handshakes are the daemon's, dials and messages the engine's. */
export const placeLimits = (given: PeerLimits): PlacedLimits => {
  const { handshakeTimeout, maxConnections, maxPerAddress, maxUnread } = given;
  const { maxHalfOpen, maxRequestsWaiting: maxQueuedUploads, maxUselessMessages } = given;
  return {
    limits: known({ handshakeTimeout, maxConnections, maxPerAddress, maxUnread }),
    engine: known({ maxHalfOpen, maxQueuedUploads, maxUselessMessages }),
  };
};
