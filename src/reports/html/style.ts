/** The whole style of the page. No font and no image, so that nothing is loaded. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fdfcfa, #14171a);
  --raised: light-dark(#ffffff, #1b1f23);
  --sunk: light-dark(#f4f2ee, #101315);
  --ink: light-dark(#1d2125, #e4e6e8);
  --soft: light-dark(#5b6269, #a0a8b0);
  --line: light-dark(#e2ded7, #2d3338);
  --accent: light-dark(#0b5563, #6fc3d4);
  --good: light-dark(#1a6b40, #6fcf97);
  --good-bg: light-dark(#e8f4ec, #16291f);
  --bad: light-dark(#a3261c, #ff9c91);
  --bad-bg: light-dark(#fbeae8, #331a18);
  --warn: light-dark(#7a5200, #e8b95a);
  --warn-bg: light-dark(#fbf1dc, #2e2412);
  --edge: light-dark(#8a8f94, #7b8288);
  --map-kept: light-dark(#cfe4ee, #1f4353);
  --map-wasted: light-dark(#f6d9c8, #5a2f17);
  --map-wasted-2: light-dark(#e9b48f, #7a431f);
  --map-unused: light-dark(#e7e4ee, #37333f);
  --map-dot: light-dark(#8f86a3, #8d84a0);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace;
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-behavior: smooth; scroll-padding-top: 1.5rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
.page { display: grid; grid-template-columns: minmax(0, 1fr); max-width: 74rem; margin: 0 auto; padding: 0 1.25rem 4rem; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; margin: 0; font-weight: 650; }
h1 { font-size: clamp(1.5rem, 1.1rem + 1.8vw, 2.1rem); letter-spacing: -0.015em; }
h2 { font-size: 1.35rem; letter-spacing: -0.01em; margin: 3.5rem 0 1rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; }
.list + h3, .scroll + h3, .chart + h3 { margin: 1.8rem 0 0.4rem; }
p { margin: 0 0 0.6rem; text-wrap: pretty; }
a { color: var(--accent); text-underline-offset: 0.15em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
code, pre { font-family: var(--mono); font-size: 0.86em; }
code { overflow-wrap: anywhere; }
pre { background: var(--sunk); border: 1px solid var(--line); border-radius: 8px; padding: 0.9rem 1.1rem; margin: 0 0 0.8rem; overflow-x: auto; line-height: 1.5; }
.soft { color: var(--soft); }
.small { font-size: 0.875rem; }
.num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }

.top { padding: 2.2rem 0 0; }
.mark { display: flex; flex-wrap: wrap; gap: 0 0.8rem; align-items: baseline; color: var(--soft); font-size: 0.875rem; margin: 0 0 1.6rem; }
.mark b { white-space: nowrap; color: var(--accent); letter-spacing: 0.02em; font-size: 1rem; }
.verdict { margin: 1.4rem 0 0; padding: 1.1rem 1.3rem; border-radius: 10px; border-left: 5px solid var(--tone); background: var(--tone-bg); }
.verdict strong { color: var(--tone); display: block; font-size: 0.82rem; letter-spacing: 0.06em; text-transform: uppercase; }
.verdict p { margin: 0.2rem 0 0; }
.verdict .says { font-size: 1.12rem; font-weight: 550; }
progress { accent-color: var(--accent); width: 100%; height: 0.6rem; }
.good { --tone: var(--good); --tone-bg: var(--good-bg); }
.bad { --tone: var(--bad); --tone-bg: var(--bad-bg); }
.warning, .unsure { --tone: var(--warn); --tone-bg: var(--warn-bg); }
.neutral { --tone: var(--soft); --tone-bg: var(--sunk); }

.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 1px; margin: 1.4rem 0 0; background: var(--raised); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
.tiles div { box-shadow: 0 0 0 1px var(--line); padding: 0.9rem 1.1rem; }
.tiles dt { color: var(--soft); font-size: 0.82rem; }
.tiles dd { margin: 0.15rem 0 0; font-size: 1.45rem; font-weight: 620; font-variant-numeric: tabular-nums; letter-spacing: -0.02em; line-height: 1.2; }
.tiles dd small { display: block; font-size: 0.82rem; font-weight: 400; letter-spacing: 0; color: var(--soft); }

.toc { margin: 1.6rem 0 0; font-size: 0.9rem; line-height: 1.4; }
.toc ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.35rem 1.1rem; }
.toc a { text-decoration: none; }
.toc a:hover { text-decoration: underline; }

.scroll { overflow-x: auto; margin: 0 0 0.8rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.94rem; overflow-wrap: break-word; }
th, td { text-align: left; vertical-align: top; padding: 0.42rem 0.9rem 0.42rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 500; font-size: 0.82rem; white-space: nowrap; }
tbody th { font-weight: 500; }
th.num, td.num { padding-left: 0.5rem; }
.group th { padding-top: 1.3rem; color: var(--soft); font-size: 0.82rem; font-weight: 600; letter-spacing: 0.05em; text-transform: uppercase; }
.compare tbody th { width: 34%; }
.compare td { width: 27%; }
.compare .after { font-weight: 600; }
.better .after, .better .delta { color: var(--good); }
.worse .after, .worse .delta { color: var(--bad); }
.same .after { font-weight: 400; }

.badge { display: inline-block; border-radius: 99px; padding: 0.1rem 0.65rem; font-size: 0.78rem; font-weight: 600; color: var(--tone); background: var(--tone-bg); flex: none; max-width: 100%; overflow-wrap: normal; }
.practices { grid-template-columns: repeat(5, 1fr); }
.practices a { color: inherit; text-decoration-color: var(--edge); }
.practices dd { color: var(--tone); }
.rules { border: 1px solid var(--line); border-radius: 10px; background: var(--raised); }
.rule { margin: 0; border-top: 1px solid var(--line); }
.rule:first-child { border-top: 0; }
.rule > summary { display: flex; flex-wrap: wrap; gap: 0.1rem 0.7rem; align-items: baseline; width: auto; padding: 0.3rem 1rem; color: var(--ink); line-height: 1.4; list-style: none; }
.rule > summary::before { content: "\\25b8"; color: var(--soft); width: 0.7rem; }
.rule[open] > summary::before { content: "\\25be"; }
.rule > summary .badge { width: 4.6rem; text-align: center; padding: 0 0.3rem; }
.rule > summary .title { flex: 1 1 20rem; min-width: 0; }
.rule > summary code { color: var(--soft); }
.rule > summary .title code { color: inherit; }
.rule > summary .count { min-width: 6rem; text-align: right; color: var(--soft); font-variant-numeric: tabular-nums; }
.rule > .body { padding: 0.2rem 1rem 0.9rem 2.4rem; }
.about { font-size: 0.92rem; }
.about ul { margin: 0 0 0.6rem; padding-left: 1.1rem; }
.lines { white-space: pre-wrap; max-height: none; margin: 0.45rem 0 0; }
details { margin: 0.6rem 0 0; }
details + p.soft { margin-top: 0.6rem; }
summary { cursor: pointer; color: var(--accent); font-size: 0.9rem; width: fit-content; }

.evidence { list-style: none; margin: 0.5rem 0 0; padding: 0 0 0 0.9rem; border-left: 2px solid var(--line); font-size: 0.9rem; }
.evidence li { margin: 0 0 0.6rem; }
.evidence pre { margin: 0.3rem 0 0; padding: 0.45rem 0.8rem; max-height: 16rem; white-space: pre-wrap; }

.list { list-style: none; margin: 0; padding: 0; }
.list > li { padding: 0.75rem 0; border-bottom: 1px solid var(--line); }
.list > li:last-child { border-bottom: 0; }
.list pre { white-space: pre-wrap; margin: 0.45rem 0 0; padding: 0.45rem 0.8rem; }
.list .badge { margin-right: 0.5rem; }

.bar { display: block; width: 100%; height: 2.2rem; border-radius: 6px; background: var(--paper); }
.bar .edge { stroke: var(--paper); stroke-width: 2px; vector-effect: non-scaling-stroke; }
.cell { display: block; width: 7rem; height: 0.7rem; margin-top: 0.42rem; }
.pair { display: block; width: 100%; max-width: 12rem; height: 0.6rem; margin-top: 0.25rem; }
.old { fill: var(--edge); }
.kept { fill: var(--accent); }
.waste { fill: light-dark(#d08a1d, #d89a3c); }
.chart { margin: 1rem 0; }
.chart figcaption { font-size: 0.9rem; margin: 0 0 0.3rem; }
.chart svg { display: block; width: 100%; height: 8rem; background: var(--sunk); border-radius: 6px; }
.courses { display: grid; align-items: end; grid-template-columns: repeat(auto-fit, minmax(min(11rem, 100%), 1fr)); gap: 0 1rem; }
.courses .chart { margin: 0.4rem 0 0.8rem; }
.courses .chart figcaption { font-size: 0.82rem; }
.courses .chart svg { height: 4.5rem; }
.course { fill: none; stroke: var(--accent); stroke-width: 2px; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
.restart { stroke: var(--edge); stroke-width: 1px; vector-effect: non-scaling-stroke; }
.limit { stroke: var(--bad); stroke-width: 2px; stroke-dasharray: 8 5; vector-effect: non-scaling-stroke; }
.legend { display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; font-size: 0.85rem; color: var(--soft); margin: 0.5rem 0 1rem; }
.legend svg { width: 0.8rem; height: 0.8rem; margin-right: 0.35rem; vertical-align: -0.06rem; }

.block { content-visibility: auto; contain-intrinsic-size: auto 4000px; }
.row-group > h3 { margin: 1.6rem 0 0.4rem; }
table.fixed { table-layout: fixed; min-width: 58rem; }
table.fixed thead th { white-space: normal; vertical-align: bottom; }
.w-severity { width: 6.5rem; }
.w-package { width: 17%; }
.w-installed, .w-fix { width: 13%; }
.w-use, .w-epss { width: 4.2rem; }
.w-where { width: 10.5rem; }
.map-bar label { display: inline-flex; gap: 0.35rem; align-items: center; }
.map-bar { display: flex; flex-wrap: wrap; gap: 0.5rem 1.1rem; font-size: 0.9rem; margin: 0 0 0.5rem; }
.map-bar select, .map-bar input { font: inherit; color: var(--ink); background: var(--raised); border: 1px solid var(--edge); border-radius: 6px; padding: 0.15rem 0.5rem; min-height: 1.75rem; max-width: 100%; }
.map-trail { font-size: 0.9rem; margin: 0 0 0.5rem; }
button.link { border: 0; background: none; padding: 0; min-height: 1.5rem; line-height: inherit; text-decoration: underline; text-align: left; }
.map td { vertical-align: baseline; line-height: 1.5rem; }
.map-tiles { position: relative; height: 440px; margin: 0 0 0.6rem; background: var(--sunk); }
.tile { position: absolute; padding: 0; margin: 0; min-height: 0; border: 1px solid var(--paper); border-radius: 3px; overflow: hidden; text-align: left; line-height: 1.2; color: var(--ink); font-size: 0.78rem; display: block; }
.tile:focus-visible { outline: 3px solid var(--ink); outline-offset: -3px; z-index: 1; }
.tile-label { position: absolute; inset: 0 0 auto 0; height: 22px; padding: 3px 5px; background: var(--raised); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.tile-size { color: var(--soft); }
.tile-inner { position: absolute; inset: 22px 0 0 0; overflow: hidden; display: block; }
.piece { position: absolute; overflow: hidden; border: 1px solid var(--raised); font-size: 0.7rem; }
.piece-label { position: absolute; inset: 0 0 auto 0; height: 21px; padding: 2px 4px; background: var(--raised); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.tile.kept, .piece.kept, .key .kept { background: var(--map-kept); }
.tile.wasted, .piece.wasted, .key .wasted { background: repeating-linear-gradient(135deg, var(--map-wasted) 0 6px, var(--map-wasted-2) 6px 9px); }
.tile.unused, .piece.unused, .key .unused { background: radial-gradient(circle at 3px 3px, var(--map-dot) 1.2px, var(--map-unused) 1.5px) 0 0 / 7px 7px; }
.tile-label.tight { padding: 3px 1px; text-overflow: clip; }
.tile.rest, .piece.rest, .key .lump { background: var(--sunk); }
.tile.hit { outline: 3px solid var(--bad); outline-offset: -3px; }
.key { display: inline-flex; align-items: center; }
.key i { display: inline-block; width: 1rem; height: 1rem; margin-right: 0.4rem; border: 1px solid var(--edge); }
.map-detail { min-height: 4.5rem; font-size: 0.9rem; margin: 0 0 0.8rem; }
.map-detail ul { margin: 0.2rem 0 0; padding-left: 1.1rem; }
.map-layer { margin: 0.8rem 0; font-size: 0.9rem; }
.map-layer p { margin: 0; }
.map-layer ul { margin: 0.2rem 0 0; padding-left: 1.1rem; }
.map-layer:target { outline: 2px solid var(--accent); outline-offset: 4px; }

.diff { padding: 0.6rem 0; }
.diff code { display: block; width: max-content; min-width: 100%; padding: 0 1.1rem; white-space: pre; font-size: 1em; }
.diff .no { display: inline-block; width: 2.4em; margin-right: 0.8em; text-align: right; color: var(--soft); user-select: none; }
.diff .add { background: var(--good-bg); color: var(--good); }
.diff .del { background: var(--bad-bg); color: var(--bad); }
.diff .at { color: var(--soft); }

.filter { border: 0; margin: 0 0 0.8rem; padding: 0; display: flex; flex-wrap: wrap; gap: 0.3rem 1.1rem; font-size: 0.9rem; }
.filter legend { float: left; margin-right: 1.1rem; color: var(--soft); }
.filter label { display: inline-flex; gap: 0.35rem; align-items: center; cursor: pointer; }
.filter input { accent-color: var(--accent); margin: 0; }
.trials:has(#only-breaks:checked) tr.passes, .trials:has(#only-passes:checked) tr.breaks { display: none; }
.trials td { max-width: 26rem; }
td details, .trials details { margin: 0; }
.trials pre, .paths { white-space: pre-wrap; max-height: none; overflow: visible; }
.trials summary { color: var(--ink); font-size: inherit; }
.trials .passes summary { color: var(--soft); }
.keep { white-space: nowrap; }
.comment { color: var(--soft); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.code { position: relative; margin: 0.45rem 0; }
.code pre { white-space: pre-wrap; margin: 0; min-height: 2.6rem; padding-right: 5rem; }
button { font: inherit; color: var(--accent); background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 0.2rem 0.7rem; min-height: 1.75rem; cursor: pointer; }
button:hover { border-color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.copy { position: absolute; top: 0.4rem; right: 0.4rem; font-size: 0.82rem; }
.said { position: fixed; bottom: 1rem; left: 50%; transform: translateX(-50%); margin: 0; padding: 0.5rem 1rem; border-radius: 8px; border: 1px solid var(--line); background: var(--ink); color: var(--paper); font-size: 0.9rem; opacity: 0; pointer-events: none; transition: opacity 0.15s; max-width: 90vw; }
.said.shown { opacity: 1; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 0.85rem; }

@media (min-width: 68rem) {
  .page { grid-template-columns: 11.5rem minmax(0, 1fr); column-gap: 3.5rem; max-width: 82rem; padding: 0 2rem 4rem; }
  .top, main, footer { grid-column: 2; }
  .toc { grid-column: 1; grid-row: 1 / span 3; margin: 0; padding-top: 2.3rem; }
  .toc ul { position: sticky; top: 2.3rem; flex-direction: column; gap: 0.5rem; }
}
@media (max-width: 34rem) {
  .page { padding: 0 0.9rem 3rem; }
  .verdict { padding: 0.9rem 1rem; }
  .rule > summary { padding: 0.25rem 0.7rem 0.25rem 1.5rem; font-size: 0.85rem; line-height: 1.3; flex-wrap: nowrap; position: relative; }
  .rule > summary::before { position: absolute; left: 0.6rem; }
  .rule > summary .title { flex-basis: 0; }
  .rule:not([open]) > summary > code { display: none; }
  .rule[open] > summary { flex-wrap: wrap; }
  .rule[open] > summary > code { order: 1; flex-basis: 100%; }
  .rule > summary .badge { width: auto; }
  .rule > summary .count { min-width: 0; }
  /* Read aloud, and no place for it. */
  .rule > summary .unit { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  #findings-filter { display: grid; grid-template-columns: 1fr 1fr; gap: 0.3rem 0.7rem; }
  #findings-filter[hidden] { display: none; }
  #findings-filter label { display: flex; gap: 0.3rem; align-items: center; white-space: nowrap; }
  #findings-filter :is(input[type="search"], select) { flex: 1; width: 0; }
  .rule > .body { padding: 0.2rem 0.7rem 0.8rem; }
  .practices { grid-template-columns: repeat(2, 1fr); }
  .practices div { padding: 0.5rem 0.8rem; }
  .compare { font-size: 0.86rem; }
  .compare .delta { display: none; }
  th, td { padding-right: 0.6rem; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } .said { transition: none; } }
@media (forced-colors: active) {
  .badge, .verdict, .rules, pre, .tiles div { border: 1px solid CanvasText; }
  .diff .add { font-weight: 700; }
  .bar rect, .cell rect, .pair rect { stroke: CanvasText; stroke-width: 1px; vector-effect: non-scaling-stroke; }
  .chart rect { stroke: CanvasText; stroke-width: 1px; vector-effect: non-scaling-stroke; }
  .chart svg { border: 1px solid CanvasText; }
  .course, .restart { stroke: CanvasText; }
  .limit { stroke: Highlight; }
  .kept { fill: Canvas; }
  .tile, .piece, .key i { border: 1px solid CanvasText; }
  .tile.wasted, .piece.wasted, .key .wasted { border-style: dashed; border-width: 2px; }
  .tile.unused, .piece.unused, .key .unused { border-style: dotted; border-width: 2px; }
  .waste { fill: CanvasText; }
}
@media print {
  :root { color-scheme: light; }
  body { font-size: 10pt; background: #fff; }
  .toc, .filter, .copy, .said, .map-bar, .more { display: none; }
  .page { display: block; }
  a[href^="http"]::after { content: " (" attr(href) ")"; font-size: 0.85em; overflow-wrap: anywhere; }
  details::details-content { content-visibility: visible; block-size: auto; }
  summary { color: var(--soft); }
  pre { white-space: pre-wrap; overflow: visible; max-height: none !important; }
  .scroll { overflow: visible; }
  .courses .chart svg { height: 2.6rem; }
  .block { content-visibility: visible; }
  .keep { white-space: normal; }
  /* A printer leaves grounds out unless they mean something. */
  .map-tiles, .tile, .piece, .key i { print-color-adjust: exact; }
  .tile, .piece { border-color: var(--edge); }
  tr, .tiles, .verdict, .chart, .map-tiles { break-inside: avoid; }
  h2, h3, .group, .legend { break-after: avoid; }
}
`;
