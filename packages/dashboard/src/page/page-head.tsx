import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { toggleTheme } from './colour/theme.ts';
import type { FeedState } from './feed/feed.ts';
import type { RunPlayer } from './run-player.ts';
import { formatRate } from './text/format-bytes.ts';
import { formatMoment } from './text/format-time.ts';
import { formatPlace, VIEWS, type View } from './time/place.ts';
import { usePlayer } from './use-player.ts';

const NAMES: Readonly<Record<View, string>> = {
  swarm: 'Swarm',
  pieces: 'Pieces',
  peer: 'Peer',
  curves: 'Curves',
  tour: 'Tour',
};

const FEEDS: Readonly<Record<FeedState, string>> = {
  reading: 'reading…',
  complete: 'recorded',
  'catching-up': 'catching up',
  live: 'live',
  interrupted: 'connection lost, trying again',
  over: 'over',
  lost: 'connection lost',
};

export interface PageHeadProps {
  readonly player: RunPlayer;
  readonly feed: FeedState;
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly picked: string | undefined;
}

/** What run this is, how it stands, and what can be looked at. */
export function PageHead({ player, feed, view, onView, picked }: PageHeadProps): JSX.Element {
  const { header } = player.recording;
  return (
    <header class="page-head">
      <h1>
        <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
          <path d="M16 27V14" />
          <path class="leaf" d="M16 16c0-6-4-9-10-9 0 6 4 9 10 9z" />
          <path class="leaf" d="M16 13c0-5 4-8 10-8 0 5-4 8-10 8z" />
        </svg>
        Seedbed <small title={header.name}>{header.name}</small>
        <span class={`feed ${feed}`}>
          {FEEDS[feed]}
          {feed === 'catching-up' && <ReadSoFar player={player} />}
        </span>
      </h1>
      <nav aria-label="Views">
        {VIEWS.map((name, i) => (
          <button
            key={name}
            type="button"
            aria-current={view === name ? 'page' : undefined}
            title={`${NAMES[name]} (${i + 1})`}
            onClick={() => onView(name)}
          >
            {NAMES[name]}
          </button>
        ))}
      </nav>
      {view !== 'tour' && <Figures player={player} />}
      <div class="tools">
        <LinkButton player={player} view={view} picked={picked} />
        <button type="button" class="quiet" onClick={toggleTheme} title="Light or dark">
          <svg class="sign-line" viewBox="0 0 20 20" aria-hidden="true">
            <circle cx="10" cy="10" r="7" />
            <path class="half" d="M10 3a7 7 0 0 1 0 14z" />
          </svg>
          <span class="unseen">Light or dark</span>
        </button>
      </div>
    </header>
  );
}

/** How far a page is that was opened late into a live run. */
function ReadSoFar({ player }: { readonly player: RunPlayer }): JSX.Element {
  usePlayer(player);
  const { length } = player.recording;
  const { from, to } = player.span;
  return <>{length > 0 && `: ${formatMoment(to - from)}, ${length.toLocaleString('en')} events`}</>;
}

function Figures({ player }: { readonly player: RunPlayer }): JSX.Element {
  usePlayer(player);
  const { model, head } = player;
  const leeches = model.peers.filter(({ role }) => role === 'leech');
  const complete = leeches.filter(({ isComplete }) => isComplete).length;
  const rate = model.peers.reduce((sum, peer) => sum + peer.downloadRate(head.at), 0);
  return (
    <ul class="figures" aria-label="The swarm at this moment">
      <li>
        <b>
          {complete} <small>of {leeches.length}</small>
        </b>
        leeches complete
      </li>
      <li>
        <b>{formatRate(rate)}</b>
        moving
      </li>
      <li>
        <b>
          {model.seeds} <small>+ {model.leeches}</small>
        </b>
        seeds + leeches
      </li>
    </ul>
  );
}

/** Copies a link to this moment and this peer; what may be done to the run is not in it. */
function LinkButton({ player, view, picked }: Pick<PageHeadProps, 'player' | 'view' | 'picked'>): JSX.Element {
  const [told, setTold] = useState('');
  const copy = async (): Promise<void> => {
    const t = (player.head.at - player.span.from) / 1_000;
    const fragment = formatPlace({ view, t, event: player.model.count, ...(picked !== undefined && { peer: picked }) });
    try {
      await navigator.clipboard.writeText(`${location.href.replace(/#.*$/, '')}#${fragment}`);
      setTold('copied');
    } catch {
      setTold('pause, then copy the address');
    }
    setTimeout(() => setTold(''), 2_500);
  };
  return (
    <button type="button" class="quiet" onClick={() => void copy()} title="Copy a link to this moment">
      {told === '' ? (
        <svg class="sign-line" viewBox="0 0 20 20" aria-hidden="true">
          <path d="M8.5 11.5a3.5 3.5 0 0 0 5 0l3-3a3.5 3.5 0 0 0-5-5l-1 1M11.5 8.5a3.5 3.5 0 0 0-5 0l-3 3a3.5 3.5 0 0 0 5 5l1-1" />
        </svg>
      ) : (
        <span aria-hidden="true">{told}</span>
      )}
      <span class="unseen" role="status">
        {told === '' ? 'Copy a link to this moment' : told}
      </span>
    </button>
  );
}
