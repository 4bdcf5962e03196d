import { useRouterState } from '@tanstack/react-router';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { CopyButton } from './copy-button.js';
import { Dialog } from './dialog.js';
import { saveFile } from './save-file.js';
import { type Snippet, Snippets } from './snippets.js';

interface ShownOnce {
  /** As in "API key created". */
  readonly title: string;
  readonly credential: string;
  /** What it is, for its field: "Personal access token". */
  readonly label: string;
  /** The environment variable that clients read it from. */
  readonly variable?: string;
  readonly snippets?: readonly Snippet[];
  /** What the person should know of it beside that it is shown once. */
  readonly note?: ReactNode;
  /** It can be revealed again, and so the dialog may be left without having saved it. */
  readonly isRepeatable?: boolean;
}

const ShowOnceContext = createContext<(shown: ShownOnce) => void>(() => {});

/** Shows a credential that cannot be read again. Nobody but this component keeps it. */
export const useShowOnce = () => useContext(ShowOnceContext);

/**
 * The one place that holds a credential, in its state and nowhere else. It is gone when the person is done, when another page is shown and
 * when this one is hidden by the browser.
 */
export function ShowOnceHost({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<ShownOnce | null>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const shownAt = useRef(path);
  useEffect(() => {
    if (shownAt.current !== path) setShown(null);
    shownAt.current = path;
  }, [path]);
  useEffect(() => {
    const clear = () => setShown(null);
    window.addEventListener('pagehide', clear);
    return () => window.removeEventListener('pagehide', clear);
  }, []);
  return (
    <ShowOnceContext value={setShown}>
      {children}
      {shown && <ShowOnce {...shown} onDone={() => setShown(null)} />}
    </ShowOnceContext>
  );
}

interface ShowOnceParts extends ShownOnce {
  readonly onDone: () => void;
}

function ShowOnce({ title, credential, label, variable, snippets = [], note, isRepeatable = false, onDone }: ShowOnceParts) {
  const [isSaved, setSaved] = useState(false);
  return (
    <Dialog title={title} onClose={onDone} isKept={!isRepeatable} size="wide">
      <p>
        {isRepeatable
          ? 'It is hidden again when you are done, and you can reveal it later'
          : 'Copy it now: it is shown once and cannot be read again'}
        . Treat it like a password.
      </p>
      {note}
      <label className="field">
        {label}
        <textarea
          readOnly
          rows={3}
          value={credential}
          className="credential"
          spellCheck={false}
          onFocus={(event) => event.target.select()}
        />
      </label>
      <p className="buttons left">
        <CopyButton text={credential} what={label} />
        {variable && <Download name=".env" text={`${variable}=${credential}\n`} />}
      </p>
      {snippets.length > 0 && <Snippets snippets={snippets} credential={credential} />}
      {!isRepeatable && (
        <Checkbox isSelected={isSaved} onChange={setSaved} className="checkbox">
          <span className="checkbox-box" aria-hidden="true" />I have saved it
        </Checkbox>
      )}
      <div className="buttons">
        <button type="button" onClick={onDone} disabled={!isSaved && !isRepeatable}>
          Done
        </button>
      </div>
    </Dialog>
  );
}

function Download({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <button type="button" className="quiet small" onClick={() => saveFile(name, text)}>
      Download {name}
    </button>
  );
}
