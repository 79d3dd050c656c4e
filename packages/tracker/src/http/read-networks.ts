import { BlockList, isIP } from 'node:net';
import type { Parsed } from '@seedbed/settings';

/** Reads networks as they are written: `10.0.0.0/8`, `fd00::/8`, or one address. */
export function readNetworks(written: readonly string[]): Parsed<BlockList> {
  const networks = new BlockList();
  for (const text of written) {
    const [, ip = '', , bits] = /^([^/]*)(\/(\d{1,3}))?$/.exec(text) ?? [];
    const family = isIP(ip);
    const length = family === 6 ? 128 : 32;
    const prefix = bits === undefined ? length : Number(bits);
    if (family === 0 || prefix > length) {
      return { ok: false, problem: `'${text}' is no network; write 10.0.0.0/8, fd00::/8 or one address` };
    }
    networks.addSubnet(ip, prefix, family === 6 ? 'ipv6' : 'ipv4');
  }
  return { ok: true, value: networks };
}
