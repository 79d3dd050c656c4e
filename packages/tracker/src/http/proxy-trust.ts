import type { BlockList } from 'node:net';
import type { TrackerConfig } from '../tracker-config.ts';
import { TrackerUsageError } from '../tracker-usage-error.ts';
import { readNetworks } from './read-networks.ts';

/** Which proxies are believed about where a request comes from: so many in a row, or those in some networks. */
export type ProxyTrust = number | BlockList;

/** What settings say of proxies. @throws TrackerUsageError when they contradict each other or name no network */
export function proxyTrust({
  trustProxy,
  trustedProxies,
}: Pick<TrackerConfig, 'trustProxy' | 'trustedProxies'>): ProxyTrust {
  if (trustedProxies.length === 0) return trustProxy;
  if (trustProxy > 0) throw new TrackerUsageError('--trust-proxy and --trusted-proxies: give one of them');
  const networks = readNetworks(trustedProxies);
  if (!networks.ok) throw new TrackerUsageError(`--trusted-proxies: ${networks.problem}`);
  return networks.value;
}
