import { Injectable } from '@nestjs/common';
import type { Role } from '#domain/role';
import type { TokenRow } from '#projections/token-validity/token-row';
import { CredentialJudge } from '../../edge/authentication/credential-judge.js';
import { stateOf, type TokenView } from '../tokens/token-view.js';

/** An API key as its owner and those who oversee the organization see it. It contains no part of a secret. */
export interface ApiKeyView {
  readonly id: string;
  readonly name: string | null;
  /** The role that was chosen for it; it acts in its owner's where that is lower. */
  readonly role: Role | null;
  readonly ownerId: string;
  /** Id of the person who made it. */
  readonly createdBy: string;
  /** Id of the token with which it was made. */
  readonly createdWith: string | null;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  /** The addresses and networks from which it is good; none means from everywhere. */
  readonly allowedIpCidrs: readonly string[];
  readonly state: TokenView['state'];
}

/** What is shown of an API key beside what the index knows. */
export type KnownOfApiKey = Pick<ApiKeyView, 'name' | 'createdBy' | 'createdWith' | 'createdAt' | 'lastUsedAt' | 'allowedIpCidrs'>;

@Injectable()
export class ApiKeyViews {
  constructor(private readonly credentialJudge: CredentialJudge) {}

  /** The key as the index has it at this moment. This reads nothing else, so it cannot fail after an append. */
  of(row: TokenRow, known: KnownOfApiKey): ApiKeyView {
    const { id, role, ownerId, expiresAtMs } = row;
    const expiresAt = expiresAtMs === null ? null : new Date(expiresAtMs).toISOString();
    const state = stateOf(this.credentialJudge.judgeRow(row));
    return { id, role, ownerId, expiresAt, state, ...known };
  }
}

/** What of a key changes only by a decision: its last use would change the entity tag with every request. */
export const lasting = ({ id, name, role, ownerId, createdAt, expiresAt, allowedIpCidrs }: ApiKeyView) => ({
  id,
  name,
  role,
  ownerId,
  createdAt,
  expiresAt,
  allowedIpCidrs,
});

/** A list of networks as the text that is sealed; undefined for none, which is no list. */
export const networksText = (networks: readonly string[]): string | undefined =>
  networks.length === 0 ? undefined : JSON.stringify(networks);

export const networksIn = (text: string | null): string[] => (text === null ? [] : JSON.parse(text));
