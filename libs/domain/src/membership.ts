import type { DecidedStream, Decider } from './decider.js';
import { Refusal } from './refusal.js';
import { isRaise, mayActOn, type Role, requireMayRaise } from './role.js';

/** Each pair of a person and an organization has one such stream. */
export const stream = (organizationId: string, userId: string): DecidedStream<State, Command, Event> => ({
  name: `membership-${organizationId}-${userId}`,
  decider,
});

/** Ownership is recorded on the organization's stream alone; the roles below owner are recorded here. */
export type MemberRole = Exclude<Role, 'owner'>;

/** Stored for ever under these names. Add optional fields; never rename or remove one. */
export type Event =
  /** In the home organization a leaf: the member exists once `EmailClaimed` names the user. */
  | { type: 'MemberJoined'; userId: string; role: MemberRole }
  /** The member has this role in the organization from now on. */
  | { type: 'MemberRoleChanged'; userId: string; role: MemberRole }
  /** The member's credentials in this organization are suspended until `MemberReactivated`. */
  | { type: 'MemberDeactivated'; userId: string }
  /** Ends the suspension of the member in this organization. */
  | { type: 'MemberReactivated'; userId: string };

export type Command =
  | { type: 'JoinOrganization'; userId: string; role: MemberRole; byRole: Role }
  /**
   * `fromRole` is the role that the organization's stream has just removed from the member; null when this stream alone determines the
   * member's role.
   */
  | { type: 'ChangeMemberRole'; role: MemberRole; byRole: Role; mayRaise: boolean; fromRole: 'owner' | null }
  | { type: 'DeactivateMember'; byRole: Role }
  | { type: 'ReactivateMember'; byRole: Role };

export type State = { status: 'absent' } | { status: 'active' | 'deactivated'; userId: string; role: MemberRole };

export const decider: Decider<State, Command, Event> = {
  initial: { status: 'absent' },
  decide(state, command) {
    if (command.type === 'JoinOrganization') return join(state, command);
    if (state.status === 'absent') throw new Refusal('member/not-found');
    if (!mayActOn(command.byRole, state.role)) throw new Refusal('role/above-own');
    const { userId } = state;
    switch (command.type) {
      case 'ChangeMemberRole':
        if (!mayActOn(command.byRole, command.role)) throw new Refusal('role/above-own');
        if (isRaise(command.fromRole ?? state.role, command.role)) requireMayRaise(command.mayRaise);
        return state.role === command.role ? [] : [{ type: 'MemberRoleChanged', userId, role: command.role }];
      case 'DeactivateMember':
        return state.status === 'deactivated' ? [] : [{ type: 'MemberDeactivated', userId }];
      case 'ReactivateMember':
        return state.status === 'active' ? [] : [{ type: 'MemberReactivated', userId }];
    }
  },
  evolve(state, event) {
    if (event.type === 'MemberJoined') return { status: 'active', userId: event.userId, role: event.role };
    if (state.status === 'absent') return state;
    switch (event.type) {
      case 'MemberRoleChanged':
        return { ...state, role: event.role };
      case 'MemberDeactivated':
        return { ...state, status: 'deactivated' };
      case 'MemberReactivated':
        return { ...state, status: 'active' };
    }
  },
};

function join(state: State, { userId, role, byRole }: Extract<Command, { type: 'JoinOrganization' }>): Event[] {
  if (!mayActOn(byRole, role)) throw new Refusal('role/above-own');
  return state.status === 'absent' ? [{ type: 'MemberJoined', userId, role }] : [];
}
