/** No font and no image of others: nothing is ever loaded from elsewhere. */
export const style = `
:root { color-scheme: light dark; --ink: light-dark(#1d2125, #e4e6e8); --paper: light-dark(#fdfcfa, #14171a); --sunk: light-dark(#f4f2ee, #101315); --soft: light-dark(#5b6269, #a0a8b0); --line: light-dark(#e2ded7, #2d3338); --accent: light-dark(#0b5563, #6fc3d4); --mono: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: 0.5rem; }
header { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; align-items: center; padding: 0.8rem 1.5rem; border-bottom: 1px solid var(--line); }
.name { font-weight: 700; text-decoration: none; }
header p { margin: 0; color: var(--soft); font-size: 0.875rem; }
input { font: inherit; padding: 0.25rem 0.6rem; border: 1px solid var(--soft); border-radius: 6px; background: var(--paper); color: inherit; width: min(20rem, 60vw); }
.columns { display: grid; grid-template-columns: 16rem minmax(0, 1fr); gap: 2.5rem; max-width: 82rem; padding: 0 1.5rem 4rem; }
nav { font-size: 0.9rem; padding-top: 1rem; } nav summary { display: none; }
nav h2 { font-size: 0.8rem; color: var(--soft); margin: 1.2rem 0 0.3rem; } nav ul { list-style: none; margin: 0; padding: 0; } nav li { margin: 0.2rem 0; }
nav a { text-decoration: none; } nav a:hover { text-decoration: underline; } nav [aria-current] { font-weight: 700; color: var(--ink); }
main { padding-top: 1.2rem; max-width: 54rem; min-width: 0; }
h1, h2, h3 { line-height: 1.25; } h1 { font-size: 1.8rem; margin-top: 0; } h2 { font-size: 1.3rem; margin-top: 2.2rem; } h3 { font-size: 1.05rem; }
.anchor { color: var(--soft); text-decoration: none; opacity: 0; font-weight: 400; } :hover > .anchor, .anchor:focus { opacity: 1; }
code, pre { font-family: var(--mono); font-size: 0.87em; } pre { background: var(--sunk); border: 1px solid var(--line); border-radius: 8px; padding: 0.8rem 1rem; overflow-x: auto; overflow-wrap: normal; line-height: 1.45; }
img { max-width: 100%; height: auto; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: 0.93rem; overflow-wrap: break-word; } th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.9rem 0.4rem 0; border-bottom: 1px solid var(--line); } th { color: var(--soft); font-weight: 500; }
#found { padding-left: 1.2rem; } #found li { margin: 0.6rem 0; } #found small { display: block; color: var(--soft); }
@media (max-width: 50rem) { .columns { grid-template-columns: minmax(0, 1fr); gap: 0; } nav summary { display: list-item; } }
@media print { header, nav, .anchor { display: none; } .columns { display: block; } }
`;
