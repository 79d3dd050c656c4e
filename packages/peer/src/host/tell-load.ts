import { now } from '../io/clock.ts';
import type { HostMessage } from './host-message.ts';
import { LoadMeter } from './load-meter.ts';

const INTERVAL = 1_000;

/** Tells once a second how busy the process is. Answers how to stop. */
export function tellLoad(tell: (message: HostMessage) => void): () => void {
  const meter = new LoadMeter(now);
  const timer = setInterval(() => tell({ type: 'load', ...meter.read() }), INTERVAL);
  return () => {
    clearInterval(timer);
    meter.close();
  };
}
