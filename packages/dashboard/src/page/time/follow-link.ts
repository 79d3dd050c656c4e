import type { RunPlayer } from '../run-player.ts';
import type { Place } from './place.ts';

/**
 * Brings a player to the moment of a link as soon as that moment is here: a recorded run may still be read, and a live one
 * tells first what was. Whoever does something before that stays where it leads. Answers how to give up.
 */
export function followLink(player: RunPlayer, { t, event }: Place): () => void {
  const { recording } = player;
  const begun = player.head;
  // What is paused does not move by itself, all else does.
  const isLeft = (): boolean => (begun.mode === 'paused' ? player.head !== begun : player.head.mode !== begun.mode);
  const go = (): void => {
    if (isLeft()) return stop();
    const at = t === undefined ? undefined : recording.from + t * 1_000;
    const isHere = recording.length > (event ?? 0) && (at === undefined || at <= recording.until);
    if (!isHere && !recording.isWhole) return;
    stop();
    if (at !== undefined) player.pauseAt(at, event);
    else if (event !== undefined) player.pauseAfter(event);
  };
  const stop = player.subscribe(go);
  go();
  return stop;
}
