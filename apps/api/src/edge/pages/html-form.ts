const style = `
  body { font: 16px/1.5 system-ui, sans-serif; display: grid; place-items: center; min-height: 90vh; color: #1c2430; background: #f5f6f8 }
  form { display: grid; gap: .75rem; width: 20rem; padding: 2rem; background: #fff; border: 1px solid #d8dce3; border-radius: .5rem }
  h1 { font-size: 1.25rem; margin: 0 } label { display: grid; gap: .25rem } input, button { font: inherit; padding: .5rem }
  button { background: #1f4fd8; color: #fff; border: 0; border-radius: .25rem } [role=alert] { color: #a3131f; margin: 0 }
  small { color: #5a6472 }
`;

/** One of the few pages with a form. The empty icon keeps browsers from asking for one. */
export const htmlForm = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<title>${title} · Keyledger</title><style>${style}</style></head>
<body>${body}</body></html>`;
