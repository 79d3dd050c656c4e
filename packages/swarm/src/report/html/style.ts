/** How a report looks, by day, by night, on paper and on a phone. Colours: Okabe and Ito, told apart by everybody. */
export const STYLE: string = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --panel: #ffffff; --ink: #1b1d1f; --quiet: #5d6369; --line: #dcd9d1; --grid: #ebe8e1;
  --held: #00694c; --broken: #a83a00; --accent: #0072b2; --low: #eef3f7; --high: #003f66;
  --seed: #d55e00; --c0: #0072b2; --c1: #009e73; --c2: #b5548a; --c3: #9a6a00; --c4: #3a8fc0; --c5: #1b1d1f;
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root:not([data-paper]) {
    --paper: #14171a; --panel: #1b1f23; --ink: #eceae5; --quiet: #a3a9af; --line: #343a40; --grid: #282d32;
    --held: #4fd1a5; --broken: #ff9a5c; --accent: #56b4e9; --low: #20272d; --high: #a9dcff;
    --seed: #e69f00; --c0: #56b4e9; --c1: #3ccf9f; --c2: #e79cc6; --c3: #f0e442; --c4: #9db8ff; --c5: #eceae5;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); }
main { max-width: 70rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
h1 { font-size: clamp(1.7rem, 4.2vw, 2.75rem); line-height: 1.15; letter-spacing: -0.02em; margin: 0.2rem 0 1rem; font-weight: 700; text-wrap: balance; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; line-height: 1.3; letter-spacing: -0.01em; margin: 0 0 0.25rem; overflow-wrap: anywhere; text-wrap: balance; }
h3 { font-size: 0.95rem; margin: 0 0 0.25rem; overflow-wrap: anywhere; }
p { margin: 0 0 0.75rem; }
section { margin-top: 3rem; }
.eyebrow { color: var(--quiet); font-size: 0.9rem; margin: 0; overflow-wrap: anywhere; }
.eyebrow b { color: var(--ink); }
.description { color: var(--quiet); max-width: 60ch; white-space: pre-line; overflow-wrap: anywhere; }
.caption { color: var(--quiet); max-width: 75ch; }
.marks { max-width: none; margin: 2.5rem 0 -1.5rem; font-size: 0.9rem; }
.marks span { display: inline-block; margin-right: 1rem; }
.marks b { color: var(--ink); }
a { color: inherit; }
.quiet { color: var(--quiet); }
.outcome { display: flex; gap: 0.6rem; align-items: baseline; overflow-wrap: anywhere; }
.mark { flex: none; width: 1.45em; height: 1.45em; border-radius: 50%; display: inline-grid; place-items: center; font-size: 0.85em; font-weight: 700; color: var(--paper); background: var(--held); }
.broken .mark { background: var(--broken); border-radius: 3px; }
.doubt .mark { background: var(--quiet); border-radius: 3px; }
.broken > span:last-child { color: var(--broken); font-weight: 600; }
.tiles { display: flex; flex-wrap: wrap; gap: 1px; margin: 1.5rem 0 0; background: var(--line); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
.tiles > div { flex: 1 1 11rem; background: var(--panel); padding: 0.9rem 1rem; }
.tiles dt { color: var(--quiet); font-size: 0.85rem; }
.tiles dd { margin: 0; font-size: 1.6rem; font-weight: 650; line-height: 1.25; font-variant-numeric: tabular-nums; }
.tiles small { display: block; font-size: 0.8rem; font-weight: 400; color: var(--quiet); line-height: 1.35; overflow-wrap: anywhere; }
.verdicts { list-style: none; margin: 0.75rem 0 0; padding: 0; display: grid; gap: 0.4rem; }
.verdicts li { display: flex; gap: 0.6rem; align-items: baseline; overflow-wrap: anywhere; }
.verdicts .broken > span:last-child { font-weight: 400; }
.panels { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); margin-top: 0.75rem; }
.panels.several { grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); }
.panel { min-width: 0; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 0.9rem 0.9rem 0.6rem; break-inside: avoid; }
.panel canvas { display: block; max-width: 100%; }
.panel canvas:focus-visible, select:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.panel label { display: inline-flex; gap: 0.5rem; align-items: center; font-size: 0.9rem; margin-bottom: 0.5rem; }
.panel select { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 0.25rem 0.5rem; max-width: 16rem; }

.panel h3:not(:first-child) { margin-top: 0.8rem; }
.told { min-height: 1.5em; margin: 0.4rem 0 0; font-size: 0.9rem; color: var(--quiet); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.ramp { display: flex; gap: 0.6rem; align-items: center; font-size: 0.8rem; color: var(--quiet); margin: 0.4rem 0 0; }
.ramp i { width: 8rem; height: 0.6rem; border: 1px solid var(--line); background: linear-gradient(to right, var(--low), var(--high)); }
.keys { display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; list-style: none; padding: 0; margin: 0 0 0.4rem; font-size: 0.85rem; color: var(--quiet); }
.keys li { display: inline-flex; gap: 0.4rem; align-items: center; }
.keys svg { flex: none; }
.uplot .u-legend { font-size: 0.8rem; text-align: left; color: var(--quiet); }
.chart > div { position: relative; }
.chart:not(:hover) .u-legend { display: none; }
.u-legend { position: absolute; top: 1.6rem; left: 5.6rem; width: auto; margin: 0; padding: 0.3rem 0.6rem; min-width: 0; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; pointer-events: none; }
.u-legend th, .u-legend td { border: 0; padding: 0 0.3rem 0 0; }
.u-legend .u-value { color: var(--ink); font-variant-numeric: tabular-nums; }
.u-legend .u-marker { border-radius: 2px; }
details { margin-top: 0.6rem; }
summary { cursor: pointer; color: var(--quiet); font-size: 0.9rem; width: fit-content; border-radius: 3px; }
summary:hover { color: var(--ink); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.88rem; margin: 0.6rem 0; font-variant-numeric: tabular-nums; min-width: min(100%, 24rem); }
caption { text-align: left; color: var(--quiet); padding-bottom: 0.3rem; }
th, td { text-align: left; padding: 0.28rem 0.9rem 0.28rem 0; border-bottom: 1px solid var(--line); vertical-align: top; font-weight: 400; }
th { white-space: nowrap; }
thead th { color: var(--quiet); font-size: 0.82rem; }
.number { text-align: right; }
td.number { white-space: nowrap; }
.strong { font-weight: 650; }
.figures td:last-child { color: var(--quiet); padding-left: 0.6rem; min-width: 18rem; }
.sign { width: 1.4rem; }
.facts { margin: 0.75rem 0 0; font-size: 0.92rem; }
.facts > div { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: 0.75rem; padding: 0.2rem 0; }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 1rem; overflow-x: auto; font: 0.82rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
@media (max-width: 40rem) {
  main { padding: 1.5rem 1rem 3rem; }
  section { margin-top: 2.25rem; }
  .tiles > div { flex-basis: 8.5rem; }
  .tiles dd { font-size: 1.35rem; }
  .panel { padding: 0.7rem 0.5rem 0.5rem; }
}
@media print {
  :root { font-size: 11pt; --paper: #fff; --panel: #fff; }
  main { max-width: none; padding: 0; }
  section { margin-top: 1.6rem; }
  .picture, table tr, .tiles, .verdicts li { break-inside: avoid; }
  h2, .caption { break-after: avoid; }
  details:not([open]), .panel label, .told, .u-legend { display: none; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  .wide { overflow: visible; }
  .marks { margin: 1rem 0 0; }
  .figures th, .figures td { white-space: normal; }
  .figures td:last-child { min-width: 0; }
}
`;
