"""How the page looks: light or dark as the reader's system is, always light on paper."""

STYLE = """\
:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1c2429; --soft: #5a666e; --line: #d9dfe3; --accent: #0b6e75; --band: #0b6e751f;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14191d; --ink: #e6ebee; --soft: #9caab3; --line: #333d44; --accent: #5cc4cb; --band: #5cc4cb2b;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.6rem 1.2rem; max-width: 56rem;
  background: var(--paper); color: var(--ink);
  font: 0.95rem/1.45 system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif;
}
h1 { margin: 0; font-size: 1.6rem; font-weight: 600; }
h2 { margin: 1.4rem 0 0.4rem; font-size: 1.02rem; font-weight: 600; }
small { margin-left: 0.5rem; color: var(--soft); font-weight: 400; font-size: 0.85rem; }
p { margin: 0.3rem 0; }
header p, footer, .legend, .honest { color: var(--soft); }
.figures { display: flex; flex-wrap: wrap; gap: 0.6rem 1.8rem; margin: 1rem 0 0; }
.figures dt { color: var(--soft); font-size: 0.8rem; }
.figures dd { margin: 0; font-weight: 600; }
.chart { overflow-x: auto; }
.chart svg { display: block; width: 100%; min-width: 34rem; }
svg { overflow: visible; }
svg text { fill: var(--soft); font-size: 11.5px; }
.score { text-anchor: end; }
.day { text-anchor: middle; }
.grid, .tick { stroke: var(--line); }
.band { fill: var(--band); }
.stroke { stroke: var(--ink); stroke-opacity: 0.45; }
.before { fill: var(--ink); }
.after { fill: var(--paper); stroke: var(--ink); stroke-width: 1.2; }
.trend { stroke: var(--accent); stroke-width: 2.4; stroke-linecap: round; fill: none; }
.bar { fill: var(--accent); }
.legend { display: flex; flex-wrap: wrap; gap: 0 1.1rem; font-size: 0.85rem; }
.legend svg { width: 0.75rem; height: 0.75rem; vertical-align: -0.1em; }
.legend svg.wide { width: 1.5rem; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 0 2.2rem; }
.two > * { min-width: 0; }
.two section svg { width: 100%; }
table { width: 100%; border-collapse: collapse; font-size: 0.85rem; align-self: start; }
th { color: var(--soft); font-weight: 400; vertical-align: bottom; }
th, td { padding: 0.18rem 0.35rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child, td:first-child { padding-left: 0; text-align: left; }
td { font-variant-numeric: tabular-nums; }
.held td:first-child { white-space: normal; overflow-wrap: anywhere; }
.held th { white-space: normal; }
.ratings { overflow-x: auto; }
.ratings :is(th, td):nth-child(n + 5):nth-child(-n + 6) { padding-left: 1rem; text-align: left; }
tfoot td { font-weight: 600; border: 0; }
ul { margin: 0; font-size: 0.9rem; padding-left: 1.1rem; overflow-wrap: anywhere; }
.honest { margin-top: 1.2rem; font-size: 0.85rem; }
footer { margin-top: 0.8rem; padding-top: 0.5rem; border-top: 1px solid var(--line); font-size: 0.85rem; }
@page { size: A4; margin: 11mm 13mm; }
@media print {
  :root { color-scheme: light; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  html { font-size: 11px; }
  body { max-width: none; padding: 0; line-height: 1.3; }
  h2 { margin: 0.8rem 0 0.25rem; }
  section, tr { break-inside: avoid; }
  .chart svg { min-width: 0; }
  .two { grid-template-columns: 1fr 1fr; }
  th, td { padding: 0.06rem 0.3rem; }
  .ratings { overflow: visible; columns: 2; column-gap: 2.2rem; }
  .held td:first-child { max-width: 0; width: 60%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  ul { font-size: 0.85rem; }
  .honest, footer { margin-top: 0.5rem; }
}
"""
