const style = `body { font: 16px/1.55 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c2430 }
  h1 { font-size: 1.6rem } h2 { font-size: 1.15rem; margin-top: 2.2rem; border-bottom: 1px solid #d8dce3 }
  code { font: .92em ui-monospace, monospace; background: #f0f2f6; padding: .1em .35em; border-radius: .2em }
  dt { margin-top: .9rem } dd { margin: 0 0 0 1rem; color: #5a6474; font-size: .92em }
  dd.what { color: #1c2430; font-size: 1em } b { display: inline-block; min-width: 4.2rem } :target { background: #fff6d6 }`;

/** A page to read, which loads nothing. */
export const htmlPage = (title: string, body: string): string => `<!doctype html><html lang="en"><head><meta charset="utf-8">
  <meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>${title}</title><style>${style}</style></head>
  <body>${body}</body></html>`;
