import { Injectable } from '@nestjs/common';
import { mayResetPassword } from '#domain/role';
import * as Token from '#domain/token';
import type { Actor } from '#event-store/envelope';
import { EventStore } from '#event-store/event-store';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { CredentialJudge } from '../../edge/authentication/credential-judge.js';
import { stateOf, type TokenView } from '../tokens/token-view.js';

export interface ResetLink {
  readonly id: string;
  /** The person whose password it sets. */
  readonly userId: string;
  readonly organizationId: string;
  readonly requestedBy: Actor;
  /** ISO-8601 UTC. */
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

/** Links with which people set a new password: who asked for one, and whether it is good at this moment. */
@Injectable()
export class ResetLinks {
  constructor(
    private readonly store: EventStore,
    private readonly validity: TokenValidity,
    private readonly credentialJudge: CredentialJudge,
  ) {}

  /** Undefined for every token that is none. */
  async find(tokenId: string): Promise<ResetLink | undefined> {
    const row = this.validity.tokens.byId(tokenId);
    if (row?.kind !== 'password-reset') return undefined;
    const { ownerId: userId, organizationId, expiresAtMs } = row;
    const [{ actor: requestedBy, occurredAt: createdAt }] = await this.store.readStream(Token.stream(tokenId).name);
    const expiresAt = expiresAtMs === null ? null : new Date(expiresAtMs).toISOString();
    return { id: tokenId, userId, organizationId, requestedBy, createdAt, expiresAt };
  }

  /** Suspended while the requester might not ask for it now: roles change, and may change back. */
  stateOf(link: ResetLink): TokenView['state'] {
    const row = this.validity.tokens.byId(link.id);
    if (!row || link.expiresAt === null) return 'revoked';
    const state = stateOf(this.credentialJudge.judgeRow(row));
    return state === 'active' && !this.#mayRequesterStill(link) ? 'suspended' : state;
  }

  #mayRequesterStill({ userId, organizationId, requestedBy: { kind, id } }: ResetLink): boolean {
    // The operator of the host cannot lose that role.
    if (kind === 'cli') return true;
    if (kind !== 'user' && kind !== 'service-account') return false;
    const { principals } = this.validity;
    const requester = principals.membership(kind, id, organizationId);
    const person = principals.membership('user', userId, organizationId);
    const isEnabled = principals.ownerFacts(kind, id, organizationId)?.status === 'enabled' && requester?.active === true;
    return isEnabled && person !== undefined && mayResetPassword(requester.role, person.role);
  }
}
