import { type SubmitEvent, useEffect, useState } from 'react';
import type { IdentifiedCredential } from '#api/features/tokens/identify-credential.queries';
import { useCommand } from '../../api/use-command.js';
import { Dialog } from '../../parts/dialog.js';
import { TextField } from '../../parts/fields.js';
import { ProblemView } from '../../parts/problem-view.js';
import { Found } from './found-token.js';

/**
 * Says whose a text is that somebody found. The text is in the field alone: it is gone once it was asked about, when the dialog is closed,
 * and when the page is left.
 */
export function FindLeaked({ onClose }: { readonly onClose: () => void }) {
  const identify = useCommand<IdentifiedCredential>('POST /v1/tokens/identify', ['activity']);
  const [text, setText] = useState('');
  const [found, setFound] = useState<IdentifiedCredential | null>(null);
  useEffect(() => {
    window.addEventListener('pagehide', onClose);
    return () => window.removeEventListener('pagehide', onClose);
  }, [onClose]);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const answer = await identify.run({ body: { credential: text } });
    if (answer === null) return;
    setText('');
    setFound(answer.body);
  };
  if (found) return <Found found={found} onAgain={() => setFound(null)} onClose={onClose} />;
  return (
    <Dialog title="Find a leaked token" onClose={onClose}>
      <form onSubmit={submit} autoComplete="off">
        <p>Paste what was found. The server says whose it is, also when it is over. The question is recorded; the text is kept nowhere.</p>
        <TextField
          label="Token"
          value={text}
          onChange={setText}
          lines={4}
          error={identify.problem?.of('credential')}
          spellCheck="false"
          autoComplete="off"
          isRequired
          autoFocus
        />
        {identify.problem && <ProblemView problem={identify.problem} />}
        <div className="buttons">
          <button type="button" className="quiet" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" disabled={identify.isRunning}>
            {identify.isRunning ? 'One moment …' : 'Find it'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
