import { useState } from 'react';

/** Copies a text and says so. Without a secure origin there is no clipboard, and the text is selected by hand. */
export function CopyButton({ text, what, label = 'Copy' }: { readonly text: string; readonly what: string; readonly label?: string }) {
  const [said, setSaid] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('The browser does not allow it: select the text and copy it');
    }
    setTimeout(() => setSaid(''), 4000);
  };
  return (
    <span className="copy">
      <button type="button" className="quiet small" onClick={copy} aria-label={`${label} ${what}`}>
        {label}
      </button>
      <span role="status">{said}</span>
    </span>
  );
}
