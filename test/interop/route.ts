import type { Network } from './network.ts';

/** What announces travel over. */
export type Transport = 'http' | 'udp';

export type RouteName = 'http' | 'udp' | 'http6' | 'udp6';

/** How announces get to a tracker. */
export interface Route {
  readonly name: RouteName;
  readonly title: string;
  readonly transport: Transport;
  /** Where everybody lives for it; absent where that is up to the client. */
  readonly network?: Network;
}

export const routes = {
  http: { name: 'http', title: 'HTTP', transport: 'http' },
  udp: { name: 'udp', title: 'UDP', transport: 'udp' },
  http6: { name: 'http6', title: 'HTTP, [::1]', transport: 'http', network: 'IPv6 loopback' },
  udp6: { name: 'udp6', title: 'UDP, [::1]', transport: 'udp', network: 'IPv6 loopback' },
} as const satisfies Readonly<Record<RouteName, Route>>;
