import { readFileSync } from 'node:fs';

/** Time between two looks, ms. Each costs some 0.1 ms of a processor. */
const INTERVAL = 10;
/** One tick of `utime` and `stime`, seconds: USER_HZ is 100 on every Linux. */
const TICK = 0.01;
/** A stranger that talks on loopback meanwhile makes a run's rate worthless: payload may grow by headers, no more. */
const MOST_OVERHEAD = 1.1;

const LOOPBACK_BYTES = '/sys/class/net/lo/statistics/rx_bytes';

const read = (path) => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // It has ended, or this is not Linux.
    return undefined;
  }
};

/** Seconds of all processors that a process has used so far, all its threads; `undefined` when it is gone. */
export function cpuSeconds(pid) {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}

/** Bytes of memory of a process that are not mapped files. */
const ownMemory = (pid) => {
  const [, kibibytes] = /^RssAnon:\s+(\d+)/m.exec(read(`/proc/${pid}/status`) ?? '') ?? [];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
};

const loopbackBytes = () => {
  const text = read(LOOPBACK_BYTES);
  return text === undefined ? undefined : Number(text);
};

/**
 * Looks at processes and at the loopback device while a transfer runs. Nothing is asked of the programs themselves, so
 * all are measured alike.
 */
export class Sampler {
  #pids;
  #size;
  #peak = 0;
  #cpu = new Map();
  #arrived = [];
  #timer;

  /** @param pids the leeches; @param size bytes of payload that all of them get together */
  constructor(pids, size) {
    this.#pids = pids;
    this.#size = size;
    this.#look();
    this.#timer = setInterval(() => this.#look(), INTERVAL);
  }

  /** Ends the looking. */
  stop() {
    clearInterval(this.#timer);
    this.#look();
  }

  /** What was seen; figures that the system does not tell are `undefined`. */
  figures() {
    return {
      rate: this.#rate(),
      memory: this.#peak > 0 ? this.#peak : undefined,
      cpu: this.#cpu.size > 0 ? [...this.#cpu.values()].reduce((sum, seconds) => sum + seconds) : undefined,
    };
  }

  #look() {
    const bytes = loopbackBytes();
    if (bytes !== undefined) this.#arrived.push({ at: performance.now(), bytes });
    for (const pid of this.#pids) {
      this.#peak = Math.max(this.#peak, ownMemory(pid) ?? 0);
      const cpu = cpuSeconds(pid);
      if (cpu !== undefined) this.#cpu.set(pid, cpu);
    }
  }

  /** Bytes per second between 10 % and 90 % of the payload, as the loopback device has counted them. */
  #rate() {
    const first = this.#arrived[0]?.bytes;
    const last = this.#arrived.at(-1)?.bytes;
    if (first === undefined || last - first > this.#size * MOST_OVERHEAD) return undefined;
    const part = 0.8 * this.#size;
    return part / ((this.#timeOf(first + 0.9 * this.#size) - this.#timeOf(first + 0.1 * this.#size)) / 1_000);
  }

  #timeOf(bytes) {
    const next = this.#arrived.findIndex((sample) => sample.bytes >= bytes);
    const [a, b] = [this.#arrived[next - 1], this.#arrived[next]];
    if (a === undefined || b === undefined) return Number.NaN;
    return a.at + ((bytes - a.bytes) / (b.bytes - a.bytes)) * (b.at - a.at);
  }
}
