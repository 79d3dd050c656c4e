import { comesAgain, type Deed } from './agenda.ts';

/** A leech, as far as the end of a run is concerned. */
export interface LeechStand {
  readonly name: string;
  readonly isComplete: boolean;
  /** It was there and has left. */
  readonly isGone: boolean;
}

/** Whether nothing that matters can come any more: each leech is complete, or has left and does not come again. */
export const isOver = (leeches: readonly LeechStand[], toDo: readonly Deed[]): boolean =>
  leeches.every(({ name, isComplete, isGone }) => isComplete || (isGone && !comesAgain(name, toDo)));
