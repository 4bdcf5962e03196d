import { useState } from 'react';
import type { RevocationResults } from '#api/features/tokens/revoke-tokens.command';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { type Command, useCommand } from '../../api/use-command.js';
import { Cancel, CommandForm } from '../../parts/command-form.js';
import { counted } from '../../parts/counted.js';
import { Dialog } from '../../parts/dialog.js';
import { TextField } from '../../parts/fields.js';
import { useReceipts } from '../../parts/receipts.js';
import { Outcomes } from './outcomes.js';
import { type Why, WhyFields, whyBody } from './why-fields.js';

interface RevokeManyParts {
  readonly tokens: readonly TokenDetails[];
  readonly onRevoked: () => void;
  readonly onClose: () => void;
}

/** Revokes tokens together, after the server has said what would become of each, and says afterwards what became of it. */
export function RevokeMany({ tokens, onRevoked, onClose }: RevokeManyParts) {
  const give = useReceipts();
  const preview = useCommand<RevocationResults>('POST /v1/tokens/revoke', []);
  const revoke = useCommand<RevocationResults>('POST /v1/tokens/revoke', ['tokens', 'users', 'summary']);
  const [why, setWhy] = useState<Why>({ cause: 'unused', note: '' });
  const [foreseen, setForeseen] = useState<RevocationResults | null>(null);
  const [done, setDone] = useState<RevocationResults | null>(null);
  // What is revoked stays what was looked at, also when the list behind the dialog changes.
  const [chosen] = useState(tokens);
  const ask = (command: Command<RevocationResults>, dryRun: boolean) =>
    command.run({ body: { ids: chosen.map(({ id }) => id), dryRun, ...whyBody(why) } });
  const see = async () => setForeseen((await ask(preview, true))?.body ?? null);
  const confirm = async () => {
    const answer = await ask(revoke, false);
    if (answer === null) return;
    give({ sentence: `Revoked ${tokensInWords(revokedOf(answer.body))}.`, position: answer.position });
    setDone(answer.body);
    onRevoked();
  };
  const isWide = foreseen !== null;
  return (
    <Dialog title={`Revoke ${tokensInWords(chosen.length)}`} onClose={onClose} size={isWide ? 'wide' : 'small'} role="alertdialog">
      {done && (
        <>
          <Outcomes tokens={chosen} results={done} />
          <div className="buttons">
            <button type="button" onClick={onClose}>
              Close
            </button>
          </div>
        </>
      )}
      {!done && foreseen && (
        <Confirmation tokens={chosen} foreseen={foreseen} revoke={revoke} onConfirm={confirm} onBack={() => setForeseen(null)} />
      )}
      {!foreseen && <Cause why={why} onChange={setWhy} preview={preview} onSee={see} onClose={onClose} />}
    </Dialog>
  );
}

const revokedOf = ({ results }: RevocationResults) => results.filter(({ outcome }) => outcome === 'revoked').length;

const tokensInWords = (count: number) => counted(count, 'token');

interface CauseParts {
  readonly why: Why;
  readonly onChange: (why: Why) => void;
  readonly preview: Command<RevocationResults>;
  readonly onSee: () => void;
  readonly onClose: () => void;
}

function Cause({ why, onChange, preview, onSee, onClose }: CauseParts) {
  return (
    <CommandForm act="See what would happen" command={preview} onSubmit={onSee} others={<Cancel onClick={onClose} />}>
      <p>Nothing is revoked yet: first you see what would become of each.</p>
      <WhyFields why={why} onChange={onChange} problem={preview.problem} />
    </CommandForm>
  );
}

interface ConfirmationParts {
  readonly tokens: readonly TokenDetails[];
  readonly foreseen: RevocationResults;
  readonly revoke: Command<RevocationResults>;
  readonly onConfirm: () => void;
  readonly onBack: () => void;
}

function Confirmation({ tokens, foreseen, revoke, onConfirm, onBack }: ConfirmationParts) {
  const [typed, setTyped] = useState('');
  const count = revokedOf(foreseen);
  return (
    <CommandForm
      act={`Revoke ${tokensInWords(count)}`}
      command={revoke}
      isDanger
      isIncomplete={count === 0 || typed !== `${count}`}
      onSubmit={onConfirm}
      others={<Cancel onClick={onBack} label="Back" />}
    >
      <Outcomes tokens={tokens} results={foreseen} />
      {count > 0 && <TextField label={`Type “${count}” to confirm`} value={typed} onChange={setTyped} autoFocus autoComplete="off" />}
    </CommandForm>
  );
}
