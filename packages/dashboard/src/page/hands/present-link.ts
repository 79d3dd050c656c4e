import type { Mark, RunHeader } from '../../model/index.ts';
import { formatRate } from '../text/format-bytes.ts';

/**
 * The link of a peer in words, `upload 256 KiB/s, latency 100ms`: that of the plan, and what has been changed of it since.
 * Empty where nothing is known: the plan's latency is not told, nor any link of a peer that came later.
 */
export function presentLink(peer: string, header: RunHeader, marks: readonly Mark[]): string {
  const planned = plannedLink(peer, header);
  let link = new Map(planned);
  for (const { kind, label, peers, detail } of marks) {
    if (kind !== 'action' || label !== 'link' || !peers.includes(peer)) continue;
    if (detail === 'as planned') link = new Map(planned);
    else for (const part of detail.split(', ')) link.set(part.split(' ', 1)[0] ?? '', part);
  }
  return [...link.values()].join(', ');
}

function plannedLink(peer: string, { peers }: RunHeader): ReadonlyMap<string, string> {
  const plan = peers.find(({ name }) => name === peer);
  if (plan === undefined) return new Map();
  const { upload, download } = plan;
  return new Map([
    ['upload', `upload ${upload === undefined ? 'unlimited' : formatRate(upload)}`],
    ...(download === undefined ? [] : [['download', `download ${formatRate(download)}`] as const]),
  ]);
}
