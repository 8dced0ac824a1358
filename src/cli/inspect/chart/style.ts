/** How charts look, in light and in dark, in the page and in a file of its own. */
export const CHART_STYLE = `
.chart {
  --paper: #ffffff;
  --ink: #1d2126;
  --faint: #5b6672;
  --edge: #8793a1;
  --box: #f5f6f8;
  --label: #eef1f5;
  --active: #1f6fd6;
  --active-box: #dcebff;
  font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
  font-size: 11px;
}
@media (prefers-color-scheme: dark) {
  .chart {
    --paper: #14171b;
    --ink: #e7e9ec;
    --faint: #a3adb8;
    --edge: #6b7785;
    --box: #1e242b;
    --label: #262d36;
    --active: #6cb0ff;
    --active-box: #17365c;
  }
}
.chart .paper { fill: var(--paper); }
.chart text { fill: var(--faint); white-space: pre; }
.chart .title { fill: var(--ink); font: 600 13px system-ui, -apple-system, 'Segoe UI', sans-serif; }
.chart .box rect { fill: var(--box); stroke: var(--edge); stroke-width: 1.25; }
.chart .box line { stroke: var(--edge); stroke-opacity: 0.5; }
.chart .box.any rect { fill: none; stroke-dasharray: 4 3; }
.chart .box.any .title { fill: var(--faint); font-weight: 500; }
.chart .start { fill: var(--ink); }
.chart .group { fill: none; stroke: var(--edge); stroke-opacity: 0.6; }
.chart .arrow path { fill: none; stroke: var(--edge); stroke-width: 1.25; }
.chart .arrow.eventless path { stroke-dasharray: 5 3; }
.chart .arrow .tip { fill: var(--edge); stroke: none; }
.chart .arrow rect { fill: var(--label); }
.chart .active rect { fill: var(--active-box); stroke: var(--active); stroke-width: 2.25; }
.chart .active.any rect { fill: none; }
.chart .last path { stroke: var(--active); stroke-width: 2.25; }
.chart .last .tip { fill: var(--active); stroke: none; }
.chart .last rect { stroke: var(--active); }
.chart text.taken { fill: var(--active); font-weight: 700; }
`;
