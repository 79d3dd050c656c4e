import type { PlannedPeer } from '../scenario/run-plan.ts';
import type { Link } from '../scenario/scenario.ts';
import type { AskHttp } from './ask-http.ts';
import type { LinkUses } from './link-checks.ts';
import type { Member } from './member.ts';

/** What joins the members of a run to each other. */
export interface RunNetwork {
  /** In the order of the plan. */
  readonly members: readonly Member[];
  /** Where the tracker answers peers, and where it takes orders. */
  readonly tracker: { readonly ip: string; readonly control: string };
  /** What the command of a program is put behind, so that it is in the place of a peer, or of the tracker. */
  entryOf(peer: string | 'tracker'): readonly string[];
  /** Asks the tracker. */
  readonly ask: AskHttp;
  /** The line of a peer, where it is no business of its process. */
  lineOf(peer: string): OutsideLine | undefined;
  /** What has left by the lines that are outside, by the names of peers. */
  readonly linkUses: ReadonlyMap<string, LinkUses>;
  /** Two peers never have one address. */
  readonly tellsPeersApart: boolean;
  /** A place for the last of these peers, which no plan has foreseen; undefined where nobody can join any more. */
  readonly join?: (peers: readonly PlannedPeer[]) => Member | undefined;
  close(): Promise<void>;
}

/** The line of a peer which somebody else than its process cares for. */
export interface OutsideLine {
  /** As of now. */
  change(link: Link): void;
  /** Addresses of those that it does not reach: the whole list anew. */
  cutOff(addresses: readonly string[]): void;
}
