import type { EventOf } from './event-of.ts';
import type { NumberList, NumberReader } from './number-list.ts';
import { StandingFaults } from './standing-faults.ts';
import type { TextTable } from './text-table.ts';

/** What its launcher tells of a run, beside what it does to single peers. */
export class RunState {
  /** When the time of the plan began, ms on the clock of the events. */
  startedAt: number;
  /** `running`, `stopping`; empty before. */
  phase = '';
  trackerIsDown = false;
  /** Who can't reach whom now, side by side; empty where the network is whole. */
  partition = '';
  readonly faults: StandingFaults = new StandingFaults();

  constructor(startedAt: number) {
    this.startedAt = startedAt;
  }

  enter({ phase, t }: EventOf<'run-phase'>): void {
    this.phase = phase;
    if (phase === 'running') this.startedAt = t;
  }

  act({ action, detail }: EventOf<'run-action'>): void {
    switch (action) {
      case 'tracker':
        this.trackerIsDown = detail !== 'up';
        return this.trackerIsDown ? this.faults.make('tracker') : this.faults.mend('tracker');
      case 'partition':
        this.partition = detail;
        return this.faults.make('partition');
      case 'heal':
        this.partition = '';
        return this.faults.mend('partition');
    }
  }

  save(into: NumberList, texts: TextTable): void {
    into.push(this.startedAt, texts.numberOf(this.phase), Number(this.trackerIsDown), texts.numberOf(this.partition));
    this.faults.save(into, texts);
  }

  restore(from: NumberReader, texts: TextTable): void {
    this.startedAt = from.take();
    this.phase = texts.textOf(from.take());
    this.trackerIsDown = from.takeFlag();
    this.partition = texts.textOf(from.take());
    this.faults.restore(from, texts);
  }
}
