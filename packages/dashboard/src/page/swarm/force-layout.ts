import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type Simulation } from 'd3-force';
import type { SwarmModel } from '../../model/index.ts';
import type { Point, Room } from './ring-layout.ts';
import { swarmLines } from './swarm-lines.ts';

interface Body {
  x: number;
  y: number;
}

interface Tie {
  source: number | Body;
  target: number | Body;
}

/** How much of the movement is left after a frame; it never comes to rest while the swarm changes. */
const WARMTH = 0.25;

/** Frames until they are at rest. */
const TO_REST = 150;

/** Peers that trade are drawn together, the others apart: groups that can't reach each other drift away from each other. */
export class ForceLayout {
  readonly #bodies: Body[];
  readonly #simulation: Simulation<Body, Tie>;
  readonly #ties = forceLink<Body, Tie>([]);
  #asked = '';
  #left = TO_REST;

  constructor(begin: readonly Point[], room: Room, radius: number) {
    this.#bodies = begin.map(({ x, y }) => ({ x, y }));
    const short = Math.min(room.width, room.height);
    this.#ties.distance(short / 4).strength(0.06);
    this.#simulation = forceSimulation<Body, Tie>(this.#bodies)
      .force('ties', this.#ties)
      .force('apart', forceManyBody<Body>().strength(-(short * short) / 30 / Math.max(8, begin.length)))
      .force('touch', forceCollide<Body>(radius * 1.4))
      .force('x', forceX<Body>(room.width / 2).strength(0.06))
      .force('y', forceY<Body>(room.height / 2).strength(0.09))
      .velocityDecay(0.5)
      .stop();
    this.#simulation.alpha(WARMTH).alphaDecay(0.02);
  }

  /** Where the peers come to rest, all at once: for those who want no movement. They stay there. */
  settle(model: SwarmModel, room: Room): Point[] {
    for (; this.#left > 0; this.#left -= 1) this.step(model, room);
    return this.#bodies;
  }

  /** Moves the peers on by a frame, within the picture. */
  step(model: SwarmModel, room: Room): Point[] {
    // Cut lines tie nobody: the sides drift apart.
    const { choked, unchoked, optimistic } = swarmLines(model);
    const ties = [...choked, ...unchoked, ...optimistic].map(({ from, to }) => ({ source: from, target: to }));
    const key = `${choked.length} ${unchoked.length} ${optimistic.length}`;
    if (key !== this.#asked) {
      this.#asked = key;
      this.#ties.links(ties);
      this.#simulation.alpha(Math.max(this.#simulation.alpha(), WARMTH));
    }
    if (this.#simulation.alpha() > 0.01) this.#simulation.tick();
    for (const body of this.#bodies) {
      body.x = Math.min(room.width - 48, Math.max(48, body.x));
      body.y = Math.min(room.height - 32, Math.max(32, body.y));
    }
    return this.#bodies;
  }
}
