/** A tracker that can be asked, or what is wrong with its URL and what would be right. */
export type TrackerUrl =
  | { readonly ok: true; readonly kind: 'http' | 'udp'; readonly url: URL }
  | { readonly ok: false; readonly reason: string };

/** Characters; over UDP path and query share one datagram with the rest. Passkeys take some 50. */
const MAX_LENGTH = 1024;

/** Reads the URL of a tracker as it stands in a metainfo file. */
export const parseTrackerUrl = (text: string): TrackerUrl => {
  if (text.length > MAX_LENGTH) return { ok: false, reason: `its URL is longer than ${MAX_LENGTH} characters` };
  if (!URL.canParse(text)) return { ok: false, reason: 'it is not a URL; write http://HOST:PORT/announce' };
  const url = new URL(text);
  switch (url.protocol) {
    case 'http:':
    case 'https:':
      return { ok: true, kind: 'http', url };
    case 'udp:':
      if (url.hostname !== '' && Number(url.port) > 0) return { ok: true, kind: 'udp', url };
      return { ok: false, reason: 'its host or port is missing, UDP has no usual one; write udp://HOST:PORT/announce' };
    default:
      return { ok: false, reason: `trackers of ${url.protocol} are not supported; http:, https: and udp: are` };
  }
};

/** The host of a URL for the name service: an address of IPv6 without its brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');
