import type { BencodeValue } from '../bencode/bencode-value.ts';
import { decodeUtf8, withoutControls } from '../text.ts';
import type { Fields } from './fields.ts';
import type { Warnings } from './warnings.ts';

/**
 * The trackers in tiers: those of `announce-list` where it is there, else the one of `announce` (BEP 12). They are in the
 * order of the file; shuffling inside the tiers needs chance and is the peer's.
 */
export function parseAnnounceTiers(top: Fields, warnings: Warnings): string[][] {
  const list = top.raw('announce-list');
  if (list !== undefined) {
    const tiers = readTiers(list);
    if (tiers && tiers.length > 0) return tiers;
    warnings.add('announce-list is not a list of lists of URLs: announce is used instead');
  }
  const announce = top.text('announce');
  return announce === undefined || announce.trim() === '' ? [] : [[cleanUrl(announce)]];
}

/** Undefined when it is no list of lists of strings; empty URLs and tiers are left out. */
function readTiers(list: BencodeValue): string[][] | undefined {
  if (!Array.isArray(list)) return undefined;
  const tiers: string[][] = [];
  for (const tier of list) {
    if (!Array.isArray(tier)) return undefined;
    const urls: string[] = [];
    for (const url of tier) {
      if (!(url instanceof Uint8Array)) return undefined;
      urls.push(cleanUrl(decodeUtf8(url)));
    }
    const named = urls.filter((url) => url !== '');
    if (named.length > 0) tiers.push(named);
  }
  return tiers;
}

function cleanUrl(url: string): string {
  return withoutControls(url, '').trim();
}
