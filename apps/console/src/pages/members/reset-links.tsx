import { useState } from 'react';
import type { PasswordResetView } from '#api/features/users/password-resets.queries';
import { useCommand } from '../../api/use-command.js';
import { useCan } from '../../api/use-console.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { Id } from '../../parts/id.js';
import { List } from '../../parts/list.js';
import { useReceipts } from '../../parts/receipts.js';
import { RowMenu } from '../../parts/row-menu.js';
import { State } from '../../parts/state.js';
import type { Column } from '../../parts/table.js';
import { Time } from '../../parts/time.js';
import { MemberName } from './member-name.js';
import { resetLinksQuery } from './members.queries.js';

const columns: readonly Column<PasswordResetView>[] = [
  { header: 'Link', isName: true, cell: ({ id }) => <Id id={id} /> },
  { header: 'Asked for by', cell: ({ requestedBy }) => (requestedBy ? <MemberName id={requestedBy} /> : 'an operator on the host') },
  { header: 'State', cell: ({ state }) => <State state={state} /> },
  { header: 'Made', cell: ({ createdAt }) => <Time at={createdAt} /> },
  { header: 'Expires', cell: ({ expiresAt }) => <Time at={expiresAt} /> },
];

/** The reset links that were made for a person. One that still works can be taken away. */
export function ResetLinks({ id: userId }: { readonly id: string }) {
  const can = useCan();
  const [revoked, setRevoked] = useState<PasswordResetView | null>(null);
  const menu = (link: PasswordResetView) => (
    <RowMenu
      of="the reset link"
      acts={[
        link.state === 'active' &&
          can('DELETE /v1/users/{id}/password-resets/{resetId}') && {
            label: 'Revoke',
            onAction: () => setRevoked(link),
            isDanger: true,
          },
      ]}
    />
  );
  return (
    <>
      <h2>Reset links</h2>
      <List label="Reset links" query={resetLinksQuery(userId)} columns={columns} menu={menu} empty={<p>No reset link was ever made.</p>} />
      {revoked && <RevokeResetLink userId={userId} link={revoked} onClose={() => setRevoked(null)} />}
    </>
  );
}

interface RevokeParts {
  readonly userId: string;
  readonly link: PasswordResetView;
  readonly onClose: () => void;
}

function RevokeResetLink({ userId, link, onClose }: RevokeParts) {
  const give = useReceipts();
  const revoke = useCommand('DELETE /v1/users/{id}/password-resets/{resetId}', ['users']);
  const confirm = async () => {
    const answer = await revoke.run({ path: { id: userId, resetId: link.id } });
    if (answer === null) return;
    give({ sentence: 'Revoked the reset link.', position: answer.position });
    onClose();
  };
  return (
    <ConfirmDialog title="Revoke the reset link?" act="Revoke" command={revoke} onConfirm={confirm} onClose={onClose}>
      <p>It sets no password any more. Another one can be made.</p>
    </ConfirmDialog>
  );
}
