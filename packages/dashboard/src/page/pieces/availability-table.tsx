import type { JSX } from 'preact';
import type { SwarmModel } from '../../model/index.ts';

/** How many pieces have how many copies: the map in a few numbers. */
export function AvailabilityTable({ model }: { readonly model: SwarmModel }): JSX.Element {
  const counts = new Map<number, number>();
  for (const copies of model.availability) counts.set(copies, (counts.get(copies) ?? 0) + 1);
  const rows = [...counts].sort(([a], [b]) => a - b);
  return (
    <details class="panel table-panel">
      <summary>As a table</summary>
      <table>
        <caption class="unseen">Pieces by their number of copies, and peers by their pieces</caption>
        <thead>
          <tr>
            <th scope="col" class="number">
              copies
            </th>
            <th scope="col" class="number">
              pieces with so many
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([copies, pieces]) => (
            <tr key={copies}>
              <th scope="row" class="number">
                {copies}
              </th>
              <td class="number">{pieces}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
