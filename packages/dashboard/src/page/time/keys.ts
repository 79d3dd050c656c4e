import type { RunPlayer } from '../run-player.ts';
import { VIEWS, type View } from './place.ts';

/** The view that a key shows; undefined when it means none. */
export function viewOfKey(key: string): View | undefined {
  return VIEWS[Number(key) - 1];
}

/** What a key does to the time of a player anywhere on the page; false when it means nothing. */
export function pressTimeKey(key: string, player: RunPlayer): boolean {
  if (key === ' ') player.togglePlay();
  else if (key === ',') player.step(-1);
  else if (key === '.') player.step(1);
  else if (key === '[') player.changeSpeed(-1);
  else if (key === ']') player.changeSpeed(1);
  else if (key === 'l' || key === 'L') player.followLive();
  else if (key === 'ArrowLeft') player.seek(player.head.at - 1_000);
  else if (key === 'ArrowRight') player.seek(player.head.at + 1_000);
  else return false;
  return true;
}

/** Whether a key belongs to what has the focus: text is typed there, or it is pressed. */
export function takesKeys(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement || target.tagName === 'SUMMARY') {
    return key === ' ' || key === 'Enter';
  }
  return target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && target.type !== 'range');
}
