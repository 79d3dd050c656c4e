import type { JSX } from 'preact';
import { type GroupSample, sampleSwarm } from '../../model/index.ts';
import { groupColour, PALETTE } from '../colour/palette.ts';
import { useTheme } from '../colour/use-theme.ts';
import { Hint } from '../parts/hint.tsx';
import type { RunPlayer } from '../run-player.ts';
import { formatRate } from '../text/format-bytes.ts';
import { usePlayer } from '../use-player.ts';
import { boundHint, boundText } from './bound-text.ts';
import { Chart, type ChartLine, valueAt } from './chart.tsx';
import { CurvesTable } from './curves-table.tsx';

/** Of a group that is not there yet. */
const NOTHING: GroupSample = { completion: 0, download: 0, upload: 0 };

/** Rounded down: only what is complete has 100 %. */
const percent = (value: number): string => `${Math.floor(value * 100 + 1e-9)} %`;

/** How the swarm went, over time. */
export function CurvesView({ player }: { readonly player: RunPlayer }): JSX.Element {
  usePlayer(player);
  const { curves, header } = player.recording;
  const { from } = player.span;
  const { blue } = useTheme();
  const times = curves.times.map((t) => (t - from) / 1_000);
  const moment = (player.head.at - from) / 1_000;
  const leeching = new Set(header.peers.filter(({ role }) => role === 'leech').map(({ group }) => group));
  const receives = (group: string): boolean => leeching.size === 0 || leeching.has(group) || group === 'added';
  const groups = curves.groups.map((curve, i) => ({ ...curve, colour: groupColour(i, blue) }));
  const share = { times, moment, onSeek: (seconds: number) => player.seek(from + seconds * 1_000) };
  const sample = sampleSwarm(player.model, player.head.at);
  const of = (group: string): GroupSample => sample.groups.get(group) ?? NOTHING;
  const completion = groups
    .filter(({ group }) => receives(group))
    .map(({ group, colour, completion: values }): ChartLine => {
      return { label: group, colour, values, now: of(group).completion };
    });
  const bound = header.bound.applies
    ? {
        time: header.bound.time,
        at: (player.model.startedAt - from + header.bound.time) / 1_000,
        text: boundText(header.bound),
      }
    : undefined;
  return (
    <div class="view curves-view">
      <Hint>
        {bound !== undefined && boundHint(bound.time, bound.at, times)}
        {!header.bound.applies && `There is no bound for this run: ${header.bound.why}.`}
      </Hint>
      <div class="charts">
        <Chart
          {...share}
          title="Completion"
          lines={completion}
          format={percent}
          top={1}
          {...(bound !== undefined && { bound })}
        />
        <Chart
          {...share}
          title="Rates by group"
          lines={groups.flatMap(({ group, colour, download, upload }): ChartLine[] => [
            ...(receives(group)
              ? [{ label: `${group} receives`, colour, values: download, now: of(group).download }]
              : []),
            { label: `${group} sends`, colour, values: upload, now: of(group).upload, dashed: true },
          ])}
          format={formatRate}
          isBytes
        />
        <Chart
          {...share}
          title="Use of the uplinks"
          lines={[
            {
              label: 'of all limits together',
              colour: PALETTE.orange,
              values: curves.uplinkUse,
              now: sample.uplinkUse,
            },
          ]}
          format={percent}
          top={1.1}
        />
        <Chart
          {...share}
          title="Seeds and leeches"
          lines={[
            { label: 'seeds', colour: PALETTE.green, values: curves.seeds, now: sample.seeds },
            { label: 'leeches', colour: blue, values: curves.leeches, now: sample.leeches },
          ]}
          format={(value) => String(Math.round(value))}
        />
      </div>
      <CurvesTable
        times={times}
        columns={[
          ...completion.map(({ label, values }) => ({ name: `${label} has`, at: textAt(values, percent) })),
          { name: 'seeds', at: textAt(curves.seeds, String) },
          { name: 'leeches', at: textAt(curves.leeches, String) },
          { name: 'uplinks used', at: textAt(curves.uplinkUse, percent) },
        ]}
      />
    </div>
  );

  function textAt(values: readonly (number | null)[], format: (value: number) => string): (moment: number) => string {
    return (at) => format(valueAt(times, values, at));
  }
}
