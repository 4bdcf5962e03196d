import type { MadeResetLink } from '#api/features/users/password-reset.commands';
import { useCommand } from '../../api/use-command.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import type { Member } from './shown-member.js';
import { useShowResetLink } from './use-show-reset-link.js';

/** Makes a link with which a person sets a new password. It is shown once, for somebody to pass on. */
export function SendResetLink({ member, onClose }: { readonly member: Member; readonly onClose: () => void }) {
  const show = useShowResetLink();
  const make = useCommand<MadeResetLink>('POST /v1/users/{id}/password-reset', ['users']);
  const confirm = async () => {
    const answer = await make.run({ path: { id: member.id } });
    if (answer === null) return;
    onClose();
    show(member.label, answer.body);
  };
  return (
    <ConfirmDialog
      title={`Make a reset link for ${member.label}?`}
      act="Make the link"
      command={make}
      onConfirm={confirm}
      onClose={onClose}
      isDanger={false}
    >
      <p>With the link, one person sets a new password once. Pass it on by a way on which nobody else reads.</p>
      <p>The password of now goes on until the link is used.</p>
    </ConfirmDialog>
  );
}
