import type { JSX } from 'preact';

export interface CurvesTableProps {
  /** Seconds. */
  readonly times: readonly number[];
  readonly columns: readonly { readonly name: string; readonly at: (moment: number) => string }[];
}

const ROWS = 12;

/** The curves as numbers: some moments, evenly over the run. */
export function CurvesTable({ times, columns }: CurvesTableProps): JSX.Element {
  const end = times.at(-1) ?? 0;
  const moments = Array.from({ length: ROWS + 1 }, (_, i) => (end * i) / ROWS);
  return (
    <details class="panel table-panel">
      <summary>As a table</summary>
      <table>
        <caption class="unseen">The curves at some moments</caption>
        <thead>
          <tr>
            <th scope="col" class="number">
              time
            </th>
            {columns.map(({ name }) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {moments.map((moment) => (
            <tr key={moment}>
              <th scope="row" class="number">
                {moment.toFixed(1)} s
              </th>
              {columns.map(({ name, at }) => (
                <td key={name} class="number">
                  {at(moment)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
