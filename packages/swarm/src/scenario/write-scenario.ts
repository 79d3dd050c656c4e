import { stringify } from 'yaml';

/** A swarm as the flags of `seedbed swarm` describe it. Sizes are bytes, rates bytes per second, times ms. */
export interface FlaggedSwarm {
  readonly seeds: number;
  readonly leeches: number;
  /** A path instead of a size: content of the user's. */
  readonly content: { readonly size: number } | { readonly path: string };
  readonly pieceLength: number | undefined;
  /** Of each peer; undefined is no limit. */
  readonly upload: number | undefined;
  readonly download: number | undefined;
  readonly latency: number;
  readonly seedValue: number;
}

/** The same as a scenario, as text: what is run is always what a file could say. */
export function writeScenario(swarm: FlaggedSwarm): string {
  const { seeds, leeches, content, pieceLength, upload, download, latency, seedValue } = swarm;
  const link = {
    ...(upload !== undefined && { upload }),
    ...(download !== undefined && { download }),
    ...(latency > 0 && { latency: `${latency}ms` }),
  };
  const heading = '# A swarm that was described by flags.\n';
  return (
    heading +
    stringify({
      seedValue,
      // Somebody looks on: only a run that stands still is given up.
      duration: '1000h',
      content: { ...content, ...(pieceLength !== undefined && { pieceLength }) },
      // Peers that miss each other at the start meet at the next announce, so it comes soon.
      tracker: { interval: '10s' },
      defaults: { link },
      peers: [
        { name: 'seed', role: 'seed', count: seeds },
        { name: 'leech', role: 'leech', count: leeches },
      ],
    })
  );
}
