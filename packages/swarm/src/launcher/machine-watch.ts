import { availableParallelism, cpus } from 'node:os';
import type { Load } from './host-protocol.ts';
import type { MachineLoads } from './judge-machine.ts';

const EVERY_MS = 1_000;

interface Times {
  readonly busy: number;
  readonly all: number;
}

/** Watches how busy the machine is while a swarm runs. */
export class MachineWatch {
  readonly #seconds: number[] = [];
  readonly #loads: Load[] = [];
  #last: Times = timesNow();
  #timer: NodeJS.Timeout | undefined;

  begin(): void {
    this.#last = timesNow();
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
  }

  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** What a process tells of a second of its own; what is told while nobody watches is left out. */
  add(load: Load): void {
    if (this.#timer !== undefined) this.#loads.push(load);
  }

  get loads(): MachineLoads {
    return { processors: availableParallelism(), seconds: this.#seconds, processes: this.#loads };
  }

  #look(): void {
    const now = timesNow();
    const all = now.all - this.#last.all;
    if (all > 0) this.#seconds.push((now.busy - this.#last.busy) / all);
    this.#last = now;
  }
}

/** Of all processors together since the machine was started, ms. */
function timesNow(): Times {
  let busy = 0;
  let all = 0;
  for (const { times } of cpus()) {
    const sum = times.user + times.nice + times.sys + times.irq + times.idle;
    busy += sum - times.idle;
    all += sum;
  }
  return { busy, all };
}
