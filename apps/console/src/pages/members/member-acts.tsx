import { useNavigate } from '@tanstack/react-router';
import { useCan, useConsole } from '../../api/use-console.js';
import type { Act } from '../../parts/row-menu.js';
import type { Member } from './shown-member.js';

export type MemberDialog = 'role' | 'reset-link' | 'revoke' | 'disable' | 'enable' | 'erase';

/** What can be done with a member, in a fixed order: what cannot, or not by the person who is signed in, is absent. */
export function useMemberActs(open: (dialog: MemberDialog, member: Member) => void): (member: Member) => readonly (Act | false)[] {
  const { features } = useConsole();
  const navigate = useNavigate();
  const mayAct = useMayAct();
  return (member) => {
    const { id, kind } = member;
    const act = (label: string, dialog: MemberDialog, isDanger = false) =>
      mayAct(dialog, member) && { label, onAction: () => open(dialog, member), isDanger };
    const leadsTo = (label: string, to: string, search: Record<string, string>) => ({
      label,
      onAction: () => void navigate({ to, search }),
    });
    return [
      features.performance && leadsTo('View member performance', '/performance', { members: id }),
      leadsTo('View activity log', '/activity', { subject: id }),
      leadsTo('Tokens', '/organization/tokens', { ownerId: id }),
      ...(kind === 'service-account' ? [leadsTo('Open the service account', `/organization/settings/service-accounts/${id}`, {})] : []),
      act('Change role', 'role'),
      act('Send reset link', 'reset-link'),
      act('Revoke all credentials', 'revoke', true),
      act('Disable', 'disable', true),
      act('Enable', 'enable'),
      act('Erase', 'erase', true),
    ];
  };
}

const routes = {
  role: 'PUT /v1/users/{id}/role',
  'reset-link': 'POST /v1/users/{id}/password-reset',
  revoke: 'POST /v1/users/{id}/revoke-tokens',
  disable: 'POST /v1/users/{id}/disable',
  enable: 'POST /v1/users/{id}/enable',
  erase: 'POST /v1/users/{id}/erase',
} as const;

/** In which state of a person each act means something. */
const states: Readonly<Record<MemberDialog, readonly string[]>> = {
  role: ['active', 'disabled'],
  'reset-link': ['active'],
  revoke: ['active', 'disabled'],
  disable: ['active'],
  enable: ['disabled'],
  erase: ['disabled'],
};

/** Whether the person who is signed in may do something to a member as it stands. */
export function useMayAct(): (dialog: MemberDialog, member: Member) => boolean {
  const { me, roles } = useConsole();
  const can = useCan();
  return (dialog, { id, kind, role, state }) =>
    kind === 'user' &&
    can(routes[dialog]) &&
    states[dialog].includes(state) &&
    !(dialog === 'erase' && id === me.id) &&
    (roles.find((each) => each.role === role)?.assignable ?? false);
}
