/** A point of a picture, CSS pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a layout needs to know of a peer. */
export interface PlacedPeer {
  readonly role: 'seed' | 'leech';
}

/** A picture's room, CSS pixels. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/** Names stand around the ring, and are larger where there is room. */
const marginOf = ({ width, height }: Room): number => Math.max(56, Math.min(width, height) * 0.08);
/** Seeds stand on a ring of their own inside, so that what comes from them and what leeches trade look different. */
const INNER = 0.34;

/**
 * Peers on two rings: those that begin as seeds inside, the others around them, both from the top on, clockwise, in the
 * order of the run. A peer keeps its place for the whole run, whatever happens to it.
 */
export function ringLayout(peers: readonly PlacedPeer[], room: Room): Point[] {
  const centre = { x: room.width / 2, y: room.height / 2 };
  const radius = Math.max(20, Math.min(room.width, room.height) / 2 - marginOf(room));
  const seeds = peers.filter(({ role }) => role === 'seed').length;
  const places = { seed: 0, leech: 0 };
  return peers.map(({ role }) => {
    const isInside = role === 'seed' && seeds < peers.length;
    const count = role === 'seed' ? seeds : peers.length - seeds;
    const place = places[role];
    places[role] += 1;
    if (isInside && count === 1) return centre;
    const turn = (place / count) * 2 * Math.PI - Math.PI / 2;
    const distance = isInside ? radius * INNER : radius;
    return { x: centre.x + distance * Math.cos(turn), y: centre.y + distance * Math.sin(turn) };
  });
}

/** How large a node may be, so that neighbours on the ring do not touch, CSS pixels. */
export function nodeRadius(count: number, room: Room): number {
  const radius = Math.max(20, Math.min(room.width, room.height) / 2 - marginOf(room));
  return Math.max(3, Math.min(Math.max(26, radius / 12), (radius * Math.PI) / Math.max(1, count) / 1.25));
}
