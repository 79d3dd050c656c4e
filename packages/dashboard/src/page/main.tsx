import './styles/page.css';
import { render } from 'preact';
import { Recording } from '../model/index.ts';
import { App } from './app.tsx';
import { restoreTheme } from './colour/theme.ts';
import { type FeedState, fetchHeader, readRecorded } from './feed/feed.ts';
import { followLive } from './feed/follow-live.ts';
import { isolated, shortName } from './text/short-name.ts';
import { parsePlace, tokenIn } from './time/place.ts';

const page = document.getElementById('page');
if (page === null) throw new Error('invariant violation: the page has no place to be drawn');
const root = page;
const LONGEST_TITLE = 80;

async function start(): Promise<void> {
  restoreTheme();
  const place = parsePlace(location.hash);
  const token = tokenIn(location.hash);
  const header = await fetchHeader();
  document.title = `${isolated(shortName(header.name, LONGEST_TITLE))} – Seedbed`;
  const recording = new Recording(header);
  const show = (feed: FeedState): void =>
    render(<App recording={recording} feed={feed} place={place} token={token} />, root);
  show('reading');
  if (header.live) followLive(recording, { onState: show });
  else await readRecorded(recording, 'api/events.ndjson', { onState: show });
}

start().catch((error: unknown) => {
  render(
    <p class="broken" role="alert">
      {error instanceof Error ? error.message : String(error)}
    </p>,
    root,
  );
});
