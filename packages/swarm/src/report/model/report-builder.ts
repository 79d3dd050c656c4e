import type { SwarmEvent } from '@seedbed/events';
import { ByteMatrix } from '../../analysis/byte-matrix.ts';
import { PeerNames } from '../../analysis/peer-names.ts';
import type { PeerSummary, RunSummary } from '../../run-summary.ts';
import type { RunPlan } from '../../scenario/run-plan.ts';
import type { RunClock } from '../run-clock.ts';
import { AvailabilityReader } from './availability-reader.ts';
import { exchangeOf } from './exchange-of.ts';
import { MomentReader } from './moment-reader.ts';
import { ProgressReader } from './progress-reader.ts';
import { RatesReader } from './rates-reader.ts';
import type { ReportGroup, ReportModel, ReportPeer } from './report-model.ts';
import { TrackerReader } from './tracker-reader.ts';
import { UnchokeReader } from './unchoke-reader.ts';

/** Reads the events of a run once, in the order of their times, and makes of them what a report shows. */
export class ReportBuilder {
  readonly #groups: readonly ReportGroup[];
  readonly #groupOf: (peer: string) => number | undefined;
  readonly #content: { readonly pieces: number; readonly pieceLength: number };
  readonly #names = new PeerNames();
  readonly #bytes = new ByteMatrix();
  readonly #progress: ProgressReader;
  readonly #rates: RatesReader;
  readonly #availability: AvailabilityReader;
  readonly #unchokes: UnchokeReader;
  readonly #tracker = new TrackerReader();
  readonly #moments: MomentReader;

  constructor({ peers }: RunPlan, content: { readonly pieces: number; readonly pieceLength: number }) {
    this.#groups = groupsOf(peers);
    const places = new Map(this.#groups.map(({ name }, place) => [name, place]));
    const byPeer = new Map(peers.map(({ name, group }) => [name, places.get(group)]));
    this.#groupOf = (peer) => byPeer.get(peer);
    this.#content = content;
    this.#progress = new ProgressReader(peers.map(({ name }) => name));
    this.#rates = new RatesReader(this.#groups.length, this.#groupOf, this.#names);
    this.#availability = new AvailabilityReader(content.pieces);
    this.#unchokes = new UnchokeReader(this.#names);
    this.#moments = new MomentReader(peers);
  }

  apply(event: SwarmEvent): void {
    this.#names.apply(event);
    if (event.type === 'piece') this.#bytes.addSources(event.peer, event.sources, (remote) => this.#names.of(remote));
    if (event.type === 'disconnected') this.#gave(event);
    this.#progress.apply(event);
    this.#rates.apply(event);
    this.#availability.apply(event);
    this.#unchokes.apply(event);
    this.#tracker.apply(event);
    this.#moments.apply(event);
  }

  /** @param name what the run is called in the report */
  model(name: string, { start, end }: RunClock, { peers, figures }: RunSummary): ReportModel {
    const shown = peers.map((peer) => this.#peer(peer));
    return {
      name,
      end: Math.round(end - start),
      bound: figures?.bound.applies === true ? figures.bound.time : null,
      pieces: this.#content.pieces,
      pieceLength: this.#content.pieceLength,
      groups: this.#groups,
      peers: shown,
      moments: this.#moments.moments(start, end),
      progress: this.#progress.progress(start, end),
      rates: this.#rates.rates(start, end),
      availability: this.#availability.availability(start, end),
      exchange: exchangeOf(shown, this.#bytes),
      unchokes: this.#unchokes.unchokes(shown, start, end),
      tracker: this.#tracker.side(start, end),
    };
  }

  /** What clients of others got from ours is what ours say that they gave. */
  #gave({ peer, remote, uploaded }: Extract<SwarmEvent, { type: 'disconnected' }>): void {
    const name = this.#names.of(remote);
    if (this.#names.isSilent(name)) this.#bytes.add(peer, name, uploaded);
  }

  #peer({ name, role, startedAt, completedAt, leftAt }: PeerSummary): ReportPeer {
    const whole = (t: number | null): number | null => (t === null ? null : Math.round(t));
    return {
      ...{ name, role, group: this.#groupOf(name) ?? 0 },
      ...{ startedAt: whole(startedAt), completedAt: whole(completedAt), leftAt: whole(leftAt) },
    };
  }
}

function groupsOf(peers: RunPlan['peers']): ReportGroup[] {
  return [...new Set(peers.map(({ group }) => group))].map((name) => {
    const members = peers.filter(({ group }) => group === name);
    return {
      ...{ name, role: members[0]?.role ?? 'leech', count: members.length, upload: uploadOf(members) },
      isForeign: members.some(({ client }) => client !== 'seedbed'),
    };
  });
}

function uploadOf(peers: RunPlan['peers']): number | null {
  const sum = peers.reduce((total, { link }) => total + link.upload, 0);
  return Number.isFinite(sum) ? sum : null;
}
