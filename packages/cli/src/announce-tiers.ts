import { usageProblem } from './problem.ts';

const isTrackerUrl = (text: string): boolean => {
  try {
    const { protocol, hostname } = new URL(text);
    return ['http:', 'https:', 'udp:'].includes(protocol) && hostname !== '';
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
};

/** Tiers of trackers (BEP 12) as `--announce` gives them: each time a tier, with commas between its trackers. */
export const announceTiers = (values: readonly string[], flag = '--announce'): string[][] =>
  values.map((value) => {
    const urls = value.split(',').map((url) => url.trim());
    const wrong = urls.find((url) => !isTrackerUrl(url));
    if (wrong === undefined) return urls;
    throw usageProblem(`${flag}: '${wrong}' is not the URL of a tracker; write http://127.0.0.1:8000/announce`);
  });
