import type { RunPlayer } from '../run-player.ts';
import { VIEWS, type View } from './place.ts';

/** What a key does anywhere on the page; false when it means nothing. */
export function pressKey(key: string, player: RunPlayer, show: (view: View) => void): boolean {
  const view = VIEWS[Number(key) - 1];
  if (view !== undefined) show(view);
  else if (key === ' ') player.togglePlay();
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
