import { ChangeRole } from './change-role.js';
import { DisablePerson } from './disable-person.js';
import { EnablePerson } from './enable-person.js';
import { ErasePerson } from './erase-person.js';
import type { MemberDialog } from './member-acts.js';
import { RevokeCredentials } from './revoke-credentials.js';
import { SendResetLink } from './send-reset-link.js';
import type { Member } from './shown-member.js';

const dialogs = {
  role: ChangeRole,
  'reset-link': SendResetLink,
  revoke: RevokeCredentials,
  disable: DisablePerson,
  enable: EnablePerson,
  erase: ErasePerson,
} as const;

export interface OpenMemberDialog {
  readonly dialog: MemberDialog;
  readonly member: Member;
}

/** The dialog that is open, if one is. */
export function MemberDialogs({ open, onClose }: { readonly open: OpenMemberDialog | null; readonly onClose: () => void }) {
  if (open === null) return null;
  const Shown = dialogs[open.dialog];
  return <Shown member={open.member} onClose={onClose} />;
}
