import { Injectable } from '@nestjs/common';
import { roles } from '#domain/role';
import type { TokenRow } from '#projections/token-validity/token-row';
import { CredentialJudge } from '../../edge/authentication/credential-judge.js';
import { id, list, object, oneOf, type Shape, text, time } from '../../edge/http/schema.js';
import { stateOf, TokenView } from '../tokens/token-view.js';

/** An API key as its owner and those who oversee the organization see it. It contains no part of a secret. */
export const ApiKeyView = object('ApiKeyView', {
  id,
  name: text('Labels').orNull(),
  role: oneOf(roles).orNull().about("The role that was chosen for it; it acts in its owner's where that is lower."),
  ownerId: id,
  createdBy: id.about('The person who made it.'),
  createdWith: id.orNull().about('The token with which it was made.'),
  createdAt: time,
  expiresAt: time.orNull(),
  lastUsedAt: time.orNull(),
  allowedIpCidrs: list(text('192.0.2.0/24')).about('The addresses and networks from which it is good; none means from everywhere.'),
  state: TokenView.members.state,
});
export type ApiKeyView = Shape<typeof ApiKeyView>;

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
