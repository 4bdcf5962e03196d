import type { EndedSessions } from '#api/features/sessions/end-other-sessions.command';
import type { SessionView } from '#api/features/sessions/sessions.queries';
import { useCommand } from '../../api/use-command.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { counted } from '../../parts/counted.js';
import { LastUse } from '../../parts/last-use.js';
import { useReceipts } from '../../parts/receipts.js';
import { Time } from '../../parts/time.js';

const told = (count: number) => counted(count, 'other session');

/** Ends one session of the person that is not the one in use. */
export function EndSession({ session, onClose }: { readonly session: SessionView; readonly onClose: () => void }) {
  const give = useReceipts();
  const end = useCommand('DELETE /v1/sessions/{id}', ['sessions']);
  const confirm = async () => {
    const answer = await end.run({ path: { id: session.id } });
    if (answer === null) return;
    give({ sentence: `Ended the session ${session.id.slice(-6)}.`, position: answer.position });
    onClose();
  };
  return (
    <ConfirmDialog title="End this other session?" act="End" command={end} onConfirm={confirm} onClose={onClose}>
      <p>
        That browser has to sign in again. Its session began <Time at={session.createdAt} />.
      </p>
      <p>
        Last used: <LastUse use={session.lastUse} />
      </p>
    </ConfirmDialog>
  );
}

interface EndOthersParts {
  /** How many there are; null where that is not known yet. */
  readonly count: number | null;
  readonly onClose: () => void;
}

/** Ends every session of the person but the one in use. */
export function EndOtherSessions({ count, onClose }: EndOthersParts) {
  const give = useReceipts();
  const end = useCommand<EndedSessions>('DELETE /v1/sessions', ['sessions']);
  const confirm = async () => {
    const answer = await end.run({ query: { others: true } });
    if (answer === null) return;
    give({ sentence: `Ended ${told(answer.body.endedSessions)}.`, position: answer.position });
    onClose();
  };
  return (
    <ConfirmDialog title="End all other sessions?" act="End all others" command={end} onConfirm={confirm} onClose={onClose}>
      <p>{count === null ? 'All other sessions' : told(count)} will have to sign in again. This browser stays signed in.</p>
    </ConfirmDialog>
  );
}
