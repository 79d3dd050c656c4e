import { Bep3Choker } from './bep3-choker.ts';
import type { Choker } from './choker.ts';

/**
 * The rounds, slots and the optimistic slot of BEP 3, but whoever takes the most from us is served, also while we
 * download ourselves. What we upload soon spreads: the fastest takers are the best to pass it on. It asks for nothing in
 * return, so it suits those who want a swarm to be fast as a whole; among strangers free riders would live off it.
 */
export class UploadRateChoker extends Bep3Choker {
  override readonly ranksBy: Choker['ranksBy'] = 'upload';
}
