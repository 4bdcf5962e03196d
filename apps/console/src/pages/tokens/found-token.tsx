import { type ReactNode, useState } from 'react';
import type { IdentifiedCredential } from '#api/features/tokens/identify-credential.queries';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useCommand } from '../../api/use-command.js';
import { useConsole } from '../../api/use-console.js';
import { Cancel, CommandForm } from '../../parts/command-form.js';
import { Dialog } from '../../parts/dialog.js';
import { useReceipts } from '../../parts/receipts.js';
import { TokenFacts } from './token-facts.js';
import { called, isLive } from './token-words.js';
import { useMayRevoke } from './use-may-revoke.js';
import { type Why, WhyFields, whyBody } from './why-fields.js';

interface FoundParts {
  readonly found: IdentifiedCredential;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

/** What a text is, and the way to stop it. */
export function Found({ found, onAgain, onClose }: FoundParts) {
  const mayRevoke = useMayRevoke();
  const [position, setPosition] = useState<string | null>(null);
  const { token } = found;
  const buttons = (
    <>
      <Cancel onClick={onAgain} label="Look for another" />
      <Cancel onClick={onClose} label="Close" />
    </>
  );
  return (
    <Dialog title={token ? `Found: ${called(token)}` : 'This is no token of yours'} onClose={onClose} size={token ? 'wide' : 'small'}>
      {!token && <p>This text is no credential that this installation made for your organization, or not this very one.</p>}
      {token && (
        <>
          <Standing found={found} />
          <TokenFacts token={token} />
        </>
      )}
      {position !== null && (
        <p role="status">
          Killed. Refused everywhere from position <code>{position}</code> on.
        </p>
      )}
      {token && isLive(token) && mayRevoke(token) && position === null ? (
        <Kill token={token} onKilled={setPosition} others={buttons} />
      ) : (
        <div className="buttons">{buttons}</div>
      )}
    </Dialog>
  );
}

/** How this very text stands, which can be an older credential of a token that goes on. */
function Standing({ found: { token, presentedAs, generation, verdict } }: { readonly found: IdentifiedCredential }) {
  const { stateReasons } = useConsole();
  if (!token || !verdict) return null;
  const reason = stateReasons.find((each) => each.reason === verdict.reason)?.sentence;
  return (
    <p>
      This text {verdict.standing === 'active' ? <b>works now</b> : 'does not work'}
      {reason && `: ${reason}`}.{presentedAs === 'access' && ' It is an access token, made from the token below.'}
      {generation !== null && generation < token.generation && ` It is credential ${generation} of ${token.generation}.`}
    </p>
  );
}

interface KillParts {
  readonly token: TokenDetails;
  readonly onKilled: (position: string) => void;
  readonly others: ReactNode;
}

/** Revokes the token because it was leaked. */
function Kill({ token, onKilled, others }: KillParts) {
  const give = useReceipts();
  const revoke = useCommand('POST /v1/tokens/{id}/revoke', ['tokens', 'users', 'summary', 'activity']);
  const [why, setWhy] = useState<Why>({ cause: 'leaked', note: '' });
  const submit = async () => {
    const answer = await revoke.run({ path: { id: token.id }, body: whyBody(why) });
    if (answer === null) return;
    give({ sentence: `Killed ${called(token)}, because it was leaked.`, position: answer.position });
    onKilled(answer.position ?? '');
  };
  return (
    <CommandForm act="Kill" command={revoke} isDanger onSubmit={submit} others={others}>
      <p>Killing it is final: whatever uses it is refused at once. The activity log says that it was leaked.</p>
      <WhyFields why={why} onChange={setWhy} problem={revoke.problem} hasCause />
    </CommandForm>
  );
}
