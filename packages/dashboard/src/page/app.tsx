import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Recording } from '../model/index.ts';
import { CurvesView } from './curves/curves-view.tsx';
import type { FeedState } from './feed/feed.ts';
import { onFrame } from './frames.ts';
import { HandsOn } from './hands/hands-on.tsx';
import { PageHead } from './page-head.tsx';
import { PeerInside } from './peer/peer-view.tsx';
import { PiecesView } from './pieces/pieces-view.tsx';
import { RunPlayer } from './run-player.ts';
import { SwarmView } from './swarm/swarm-view.tsx';
import { followLink } from './time/follow-link.ts';
import { pressTimeKey, viewOfKey } from './time/keys.ts';
import { formatPlace, hasMoment, type Place, type View } from './time/place.ts';
import { TimeBar } from './time/time-bar.tsx';
import { useKeys } from './time/use-keys.ts';
import { usePastedLinks } from './time/use-pasted-links.ts';
import { TourView } from './tour/tour-view.tsx';

export interface AppProps {
  readonly recording: Recording;
  readonly feed: FeedState;
  /** Where the link that was followed leads to. */
  readonly place: Place;
  readonly token: string | undefined;
}

/** The page: head, one of the views, the bar of time. */
export function App({ recording, feed, place, ...given }: AppProps): JSX.Element {
  const [player] = useState(() => new RunPlayer(recording));
  const [view, setView] = useState<View>(place.view ?? 'swarm');
  const [picked, setPicked] = useState(place.peer);
  const [step, setStep] = useState(place.step ?? 1);
  const [token, setToken] = useState(given.token);
  const [link, setLink] = useState(place);

  useEffect(() => onFrame((elapsed, now) => player.frame(elapsed, now)), [player]);
  const isRead = feed !== 'reading';
  useEffect(() => (hasMoment(link) ? followLink(player, link) : undefined), [player, link]);
  useEffect(() => {
    // Without a moment to go to, a recorded run is played from its beginning.
    if (isRead && !hasMoment(link) && player.head.mode === 'paused') player.togglePlay();
  }, [player, isRead]);
  usePastedLinks((pasted, itsToken) => {
    setLink(pasted);
    if (pasted.view !== undefined) setView(pasted.view);
    if (pasted.peer !== undefined) setPicked(pasted.peer);
    if (pasted.step !== undefined) setStep(pasted.step);
    if (itsToken !== undefined) setToken(itsToken);
  });
  useKeys((key) => {
    const shown = viewOfKey(key);
    if (shown !== undefined) setView(shown);
    else if (key === 'Escape') setPicked(undefined);
    // The tour has a run of its own, and hears its keys itself.
    else return view !== 'tour' && pressTimeKey(key, player);
    return true;
  });
  useEffect(() => keepPlace(player, { view, step, picked, token }), [player, view, step, picked, token]);

  const open = (peer: string): void => {
    setPicked(peer);
    setView('peer');
  };
  return (
    <div class={`app is-${view}`}>
      <a class="skip" href="#main">
        To the picture
      </a>
      <PageHead player={player} feed={feed} view={view} onView={setView} picked={picked} />
      <main id="main" tabIndex={-1}>
        {view === 'swarm' && <SwarmView player={player} picked={picked} onPick={setPicked} onOpen={open} />}
        {view === 'pieces' && <PiecesView player={player} picked={picked} onPick={setPicked} />}
        {view === 'peer' && <PeerInside player={player} picked={picked} onPick={setPicked} />}
        {view === 'curves' && <CurvesView player={player} />}
        {view === 'tour' && <TourView step={step} onStep={setStep} />}
      </main>
      {recording.header.actions && recording.isLive && view !== 'tour' && (
        <HandsOn player={player} picked={picked} token={token} />
      )}
      {view !== 'tour' && <TimeBar player={player} />}
    </div>
  );
}

interface Kept {
  readonly view: View;
  readonly step: number;
  readonly picked: string | undefined;
  readonly token: string | undefined;
}

/** Keeps the address true, so that it can be sent to someone: a moment stands in it while time stands still. */
function keepPlace(player: RunPlayer, { view, step, picked, token }: Kept): () => void {
  const write = (): void => {
    const { mode, at } = player.head;
    const fragment = formatPlace({
      view,
      ...(mode === 'paused' && { t: (at - player.span.from) / 1_000, event: player.model.count }),
      ...(picked !== undefined && { peer: picked }),
      ...(view === 'tour' && { step }),
    });
    // The token stays in the address for a reload; the button that makes a link leaves it out.
    const whole = `#${fragment}${token === undefined ? '' : `&token=${encodeURIComponent(token)}`}`;
    if (location.hash !== whole) history.replaceState(null, '', whole);
  };
  write();
  return player.subscribe(() => player.head.mode === 'playing' || write());
}
