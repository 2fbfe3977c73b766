/** Colours that people who see few of them tell apart (Okabe and Ito 2008), on paper and in the dark. */
export const style = `
:root { color-scheme: light dark; --paper: #fdfdfb; --ink: #1c2321; --quiet: #5d6966; --line: #d9dfdc; --one: #0072b2; --two: #d55e00; --three: #009e73; --panel: #f3f5f2; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14191a; --ink: #e4e9e7; --quiet: #93a09c; --line: #2f3937; --one: #56b4e9; --two: #e69f00; --three: #3fc79a; --panel: #1b2223; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1rem 4rem; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
p { margin: .5rem 0; }
a { color: var(--one); }
.quiet, figcaption, dt { color: var(--quiet); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; margin: 1rem 0; padding: 0; }
.figures div { background: var(--panel); border-radius: .5rem; padding: .6rem .8rem; }
.figures dt { font-size: .85rem; }
.figures dd { margin: 0; font-size: 1.35rem; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); }
td:first-child { min-width: 7rem; }
th { color: var(--quiet); font-weight: 500; white-space: nowrap; }
td.n, th.n { width: 1%; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.meter { width: 30%; min-width: 6rem; }
meter { width: 100%; height: .7rem; }
figure { margin: 1rem 0; }
figure svg { max-width: 100%; height: auto; display: block; font: 12px system-ui, sans-serif; background: transparent; overflow: visible; }
article { background: var(--panel); border-radius: .5rem; padding: .75rem 1rem; margin: .75rem 0; }
article p { white-space: pre-line; }
summary { cursor: pointer; color: var(--quiet); padding: .3rem 0; }
footer { margin-top: 3rem; color: var(--quiet); font-size: .85rem; }
@media (max-width: 30rem) { body { padding-top: 1rem; } td.meter, th.meter { display: none; } table { font-size: .85rem; } }
`;
