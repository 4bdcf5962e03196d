import { useEffect, useState } from 'react';
import type { IdentifiedCredential } from '#api/features/tokens/identify-credential.queries';
import { useCommand } from '../../api/use-command.js';
import { TextField } from '../../parts/fields.js';
import { FormDialog } from '../../parts/form-dialog.js';
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
  const submit = async () => {
    const answer = await identify.run({ body: { credential: text } });
    if (answer === null) return;
    setText('');
    setFound(answer.body);
  };
  if (found) return <Found found={found} onAgain={() => setFound(null)} onClose={onClose} />;
  return (
    <FormDialog title="Find a leaked token" act="Find it" command={identify} onSubmit={submit} onClose={onClose}>
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
    </FormDialog>
  );
}
