import type { DecidedStream, Decider } from './decider.js';
import { Refusal } from './refusal.js';
import { isRaise, mayActOn, type Role, requireMayRaise } from './role.js';
import { fieldsOf, type Sealed, type SealedTexts } from './sealed.js';

/** Each service account has one such stream. */
export const stream = (serviceAccountId: string): DecidedStream<State, Command, Event> => ({
  name: `serviceaccount-${serviceAccountId}`,
  decider,
});

/** The data key under which what somebody typed is sealed. */
export const subjectOf = (serviceAccountId: string) => `serviceaccount-${serviceAccountId}`;

/** The texts that somebody typed about the account. */
export interface Texts {
  readonly name: Sealed;
}

/** The names of these texts. */
export const textFields = fieldsOf<Texts>({ name: true });

/** Where the texts about the account are sealed and stored. */
export const textsOf = (serviceAccountId: string): SealedTexts<Texts> => ({
  stream: stream(serviceAccountId).name,
  subject: subjectOf(serviceAccountId),
  fields: textFields,
});

export interface Scope {
  readonly workspaceIds: readonly string[];
  readonly projectIds: readonly string[];
}

/** The scope alone, of whatever has one. */
export const scopeOf = ({ workspaceIds, projectIds }: Scope): Scope => ({ workspaceIds, projectIds });

/** Of workspaces and projects together. */
export const idsOfScope = ({ workspaceIds, projectIds }: Scope): readonly string[] => [...workspaceIds, ...projectIds];

/** Stored for ever under these names. Add optional fields; never rename or remove one. */
export type Event =
  /** A leaf: the account exists once the organization's `ServiceAccountAdmitted` names it. Nothing ever changes its texts. */
  | ({ type: 'ServiceAccountCreated'; organizationId: string; role: Role; tokenId: string } & Texts & Scope)
  /** The account has this role from now on. */
  | { type: 'ServiceAccountRoleChanged'; role: Role }
  /** The scope in which the account may additionally act. */
  | ({ type: 'ServiceAccountAssigned' } & Scope)
  /** The scope in which the account may no longer act. */
  | ({ type: 'ServiceAccountUnassigned' } & Scope);

export type Command =
  | ({ type: 'CreateServiceAccount'; organizationId: string; role: Role; tokenId: string; byRole: Role } & Texts & Scope)
  /**
   * A member that is left out stays as it is; a list replaces the previous one. `admitted` says whether the account still exists on the
   * organization's stream.
   */
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

/** Returns the scope after `ServiceAccountAssigned`; projections fold with this function and the next one. */
export const assigned = (scope: Scope, added: Scope): Scope => ({
  workspaceIds: [...scope.workspaceIds, ...without(added.workspaceIds, scope.workspaceIds)],
  projectIds: [...scope.projectIds, ...without(added.projectIds, scope.projectIds)],
});

/** Returns the scope after `ServiceAccountUnassigned`. */
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
  // Adding to the scope counts as a raise even when the role is unscoped: the addition takes effect once the role is lowered.
  if (isRaise(state.role, role) || isSome(added)) requireMayRaise(command.mayRaise);
  const events: Event[] = [];
  if (role !== state.role) events.push({ type: 'ServiceAccountRoleChanged', role });
  if (isSome(removed)) events.push({ type: 'ServiceAccountUnassigned', ...removed });
  if (isSome(added)) events.push({ type: 'ServiceAccountAssigned', ...added });
  return events;
}

const without = (ids: readonly string[], others: readonly string[]) => [...new Set(ids)].filter((id) => !others.includes(id));
const isSome = (scope: Scope) => idsOfScope(scope).length > 0;
