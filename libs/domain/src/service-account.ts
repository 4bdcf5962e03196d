import type { DecidedStream, Decider } from './decider.js';
import { Refusal } from './refusal.js';
import { isRaise, mayActOn, type Role, requireMayRaise } from './role.js';
import { fieldsOf, type Sealed, type SealedTexts } from './sealed.js';

export const stream = (serviceAccountId: string): DecidedStream<State, Command, Event> => ({
  name: `serviceaccount-${serviceAccountId}`,
  decider,
});

/** The data key under which what somebody typed is sealed. */
export const subjectOf = (serviceAccountId: string) => `serviceaccount-${serviceAccountId}`;

/** What somebody typed about the account. */
export interface Texts {
  readonly name: Sealed;
}

export const textsOf = (serviceAccountId: string): SealedTexts<Texts> => ({
  stream: stream(serviceAccountId).name,
  subject: subjectOf(serviceAccountId),
  fields: fieldsOf<Texts>({ name: true }),
});

export interface Scope {
  readonly workspaceIds: readonly string[];
  readonly projectIds: readonly string[];
}

/** Stored for ever under these names. Add optional fields; never rename or remove one. */
export type Event =
  /** A leaf: the account exists once the organization's `ServiceAccountAdmitted` names it. Nothing ever changes its texts. */
  | ({ type: 'ServiceAccountCreated'; organizationId: string; role: Role; tokenId: string } & Texts & Scope)
  /** What the account may do from now on. */
  | { type: 'ServiceAccountRoleChanged'; role: Role }
  /** Where the account may act in addition. */
  | ({ type: 'ServiceAccountAssigned' } & Scope)
  /** Where the account may act no more. */
  | ({ type: 'ServiceAccountUnassigned' } & Scope);

export type Command =
  | ({ type: 'CreateServiceAccount'; organizationId: string; role: Role; tokenId: string; byRole: Role } & Texts & Scope)
  /** Members left out stay as they are; lists replace. `admitted` is the organization's word on whether it still exists. */
  | {
      type: 'ChangeServiceAccount';
      role?: Role;
      workspaceIds?: readonly string[];
      projectIds?: readonly string[];
      byRole: Role;
      mayRaise: boolean;
      admitted: boolean;
    };

export type State = { status: 'absent' } | ({ status: 'present'; organizationId: string; role: Role; tokenId: string } & Texts & Scope);

type Present = Exclude<State, { status: 'absent' }>;

export const decider: Decider<State, Command, Event> = {
  initial: { status: 'absent' },
  decide(state, command) {
    switch (command.type) {
      case 'CreateServiceAccount':
        return create(state, command);
      case 'ChangeServiceAccount':
        if (state.status === 'absent' || !command.admitted) throw new Refusal('service-account/not-found');
        return change(state, command);
    }
  },
  evolve(state, event) {
    if (event.type === 'ServiceAccountCreated') {
      const { type: _, ...account } = event;
      return { status: 'present', ...account };
    }
    if (state.status === 'absent') return state;
    switch (event.type) {
      case 'ServiceAccountRoleChanged':
        return { ...state, role: event.role };
      case 'ServiceAccountAssigned':
        return { ...state, ...assigned(state, event) };
      case 'ServiceAccountUnassigned':
        return { ...state, ...unassigned(state, event) };
    }
  },
};

/** The scope after an assignment, and after the opposite; projections fold with the same two. */
export const assigned = (scope: Scope, added: Scope): Scope => ({
  workspaceIds: [...scope.workspaceIds, ...without(added.workspaceIds, scope.workspaceIds)],
  projectIds: [...scope.projectIds, ...without(added.projectIds, scope.projectIds)],
});
export const unassigned = (scope: Scope, removed: Scope): Scope => ({
  workspaceIds: without(scope.workspaceIds, removed.workspaceIds),
  projectIds: without(scope.projectIds, removed.projectIds),
});

function create(state: State, { type: _, byRole, ...account }: Extract<Command, { type: 'CreateServiceAccount' }>): Event[] {
  if (state.status !== 'absent') throw new Refusal('service-account/id-taken');
  if (!mayActOn(byRole, account.role)) throw new Refusal('role/above-own');
  return [{ type: 'ServiceAccountCreated', ...account }];
}

function change(state: Present, command: Extract<Command, { type: 'ChangeServiceAccount' }>): Event[] {
  const { byRole, role = state.role, workspaceIds = state.workspaceIds, projectIds = state.projectIds } = command;
  if (!mayActOn(byRole, state.role) || !mayActOn(byRole, role)) throw new Refusal('role/above-own');
  const added = { workspaceIds: without(workspaceIds, state.workspaceIds), projectIds: without(projectIds, state.projectIds) };
  const removed = { workspaceIds: without(state.workspaceIds, workspaceIds), projectIds: without(state.projectIds, projectIds) };
  // Also where the role is unscoped: what is added there would count once the role is lowered.
  if (isRaise(state.role, role) || isSome(added)) requireMayRaise(command.mayRaise);
  const events: Event[] = [];
  if (role !== state.role) events.push({ type: 'ServiceAccountRoleChanged', role });
  if (isSome(removed)) events.push({ type: 'ServiceAccountUnassigned', ...removed });
  if (isSome(added)) events.push({ type: 'ServiceAccountAssigned', ...added });
  return events;
}

const without = (ids: readonly string[], others: readonly string[]) => [...new Set(ids)].filter((id) => !others.includes(id));
const isSome = (scope: Scope) => scope.workspaceIds.length + scope.projectIds.length > 0;
