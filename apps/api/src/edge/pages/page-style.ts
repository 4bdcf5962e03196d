import { createHash } from 'node:crypto';

/** The one style sheet of all pages. Colours are named once for each theme; text has a contrast of at least 4.5 to 1 in both. */
export const pageStyle = `
:root { color-scheme: light dark; --ground: #f5f6f8; --card: #fff; --text: #1b2330; --soft: #535e6e; --line: #d9dee6; --edge: #7b8696;
  --accent: #1f4fd8; --on-accent: #fff; --bad: #9c1220; --bad-ground: #fdeff0; --mark: #fff3c9; --code: #eef1f5 }
@media (prefers-color-scheme: dark) { :root { --ground: #13161b; --card: #1b2027; --text: #e5e9ef; --soft: #a5afbd; --line: #323a46;
  --edge: #7f8b9b; --accent: #93b4ff; --on-accent: #0c1424; --bad: #ffa9ad; --bad-ground: #371b20; --mark: #453a17; --code: #262d37 } }
*, ::before, ::after { box-sizing: border-box }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--ground); color: var(--text);
  font: 16px/1.55 system-ui, sans-serif; overflow-wrap: anywhere }
header { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.25rem; padding: .75rem 1.25rem;
  border-bottom: 1px solid var(--line); background: var(--card) }
header nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem } header nav a:not(:hover) { text-decoration: none }
.brand { display: inline-flex; align-items: center; gap: .5rem; margin-right: auto; color: var(--text);
  font-weight: 600; text-decoration: none }
.brand svg { width: 1.5rem; height: 1.5rem; fill: var(--accent) }
.skip { position: absolute; left: -999rem } .skip:focus { left: 1rem; top: .5rem; z-index: 1; padding: .5rem; background: var(--card) }
a { color: var(--accent); text-underline-offset: .15em }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .2rem }
main { flex: 1; width: 100%; padding: 1.5rem 1.25rem 3rem; margin: 0 auto } main:focus { outline: none }
.reading main { max-width: 60rem } .small main { display: grid; place-content: start center; padding-top: clamp(1.25rem, 12vw, 6rem) }
.card { display: grid; gap: 1rem; width: min(24rem, calc(100vw - 2.5rem)); padding: clamp(1.25rem, 6vw, 2rem); background: var(--card);
  border: 1px solid var(--line); border-radius: .75rem }
.card > * { margin: 0 } .card form { display: grid; gap: 1rem } .card p { color: var(--soft) }
h1 { font-size: 1.5rem; line-height: 1.25 } .card h1 { font-size: 1.25rem } h2 { font-size: 1.15rem; margin-top: 2.25rem }
label { display: block; font-weight: 500 } .hint { display: block; color: var(--soft); font-size: .9rem; font-weight: 400 }
input, button { width: 100%; min-height: 2.75rem; padding: .5rem .75rem; font: inherit; border-radius: .4rem }
input { margin-top: .25rem; color: inherit; background: var(--ground); border: 1px solid var(--edge) }
button { border: 1px solid transparent; background: var(--accent); color: var(--on-accent); font-weight: 600; cursor: pointer }
button.quiet { border-color: var(--edge); background: none; color: var(--text) } button:disabled { opacity: .6; cursor: default }
.secret { display: grid; grid-template-columns: 1fr auto; gap: 0 .5rem; align-items: end } .secret label { grid-column: 1 / -1 }
.secret .hint { grid-column: 1 / -1; margin-top: .25rem } .secret button { width: auto; min-width: 4.5rem }
.card .problem { padding: .65rem .8rem; color: var(--bad); background: var(--bad-ground); border-left: .25rem solid; border-radius: .3rem }
.problem p { margin: 0; color: inherit } [hidden] { display: none !important }
code { font: .92em/1.4 ui-monospace, monospace; padding: .1em .35em; background: var(--code); border-radius: .25em }
dl { margin: 0 } dt { margin-top: 1rem } dd { margin: 0 0 0 1rem; color: var(--soft); font-size: .92em }
dd.what { color: var(--text); font-size: 1em } dt b { display: inline-block; min-width: 4.2rem } :target { background: var(--mark) }
.reading .card { width: 100%; margin: 1.5rem 0 } .reading form button { width: auto }
.facts { display: grid; grid-template-columns: auto 1fr; gap: .4rem 1rem } .facts dt { margin: 0; color: var(--soft) }
.facts dd { margin: 0; color: var(--text); font-size: 1em } .links { padding: 0; list-style: none; display: grid; gap: .4rem }
.reading section { border-top: 1px solid var(--line); margin-top: 1.5rem } .reading section h2 { margin-top: 1.25rem }
`;

/** What the content security policy knows the style sheet by: it permits this one and no other. */
export const pageStyleSource = `'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'`;
