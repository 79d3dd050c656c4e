import { useEffect, useReducer } from 'preact/hooks';
import type { RunPlayer } from './run-player.ts';

/** Draws a component anew as time goes on, some times a second. */
export function usePlayer(player: RunPlayer): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => player.subscribe(() => redraw(undefined)), [player]);
}
