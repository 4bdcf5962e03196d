import { Injectable } from '@nestjs/common';
import { PersonalData } from '#credentials/personal-data';
import * as Token from '#domain/token';
import * as Verifier from '#domain/verifier';
import { TokenDirectory, tokenDirectory } from '#projections/read-models/models/token-directory';
import type { TokenRow } from '#projections/token-validity/token-row';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { oversees } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { ReadModelFreshness } from '../../edge/http/read-model-freshness.js';
import type { ActivityView, Named } from './activity-view.js';
import { type NamesOfAnswer, PrincipalNames } from './principal-names.js';

const ids = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Adds names and addresses to the entries of one answer, each looked for once. */
export interface NamingOfAnswer {
  /** Adds the names of all whose ids stand in the entry, by id, as far as the caller sees them in lists. */
  added(view: ActivityView): Promise<ActivityView>;
}

/** Finds names and addresses for callers who see them in lists anyway. They are read as they are shown, and recorded nowhere. */
@Injectable()
export class ActivityNames {
  constructor(
    private readonly personalData: PersonalData,
    private readonly validity: TokenValidity,
    private readonly freshness: ReadModelFreshness,
    private readonly principals: PrincipalNames,
    private readonly tokens: TokenDirectory,
  ) {}

  async forAnswer(caller: Caller): Promise<NamingOfAnswer> {
    const principals = await this.principals.forAnswer();
    await this.freshness.ready(tokenDirectory);
    const known = new Map<string, Promise<Named | null>>();
    return {
      added: async (view) => {
        const { actor, stream, details } = view;
        const names: Record<string, Named> = {};
        const add = async (id: string): Promise<Named | null> => {
          const looked = known.get(id) ?? this.#nameOf(id, caller, principals);
          known.set(id, looked);
          const named = await looked;
          if (named) names[id] = named;
          return named;
        };
        for (const [id] of JSON.stringify({ actor, stream, details }).matchAll(ids)) {
          const ownerId = (await add(id))?.ownerId;
          if (ownerId !== undefined) await add(ownerId);
        }
        return { ...view, names };
      },
    };
  }

  /** Null for what the caller does not see in lists, and for ids of anything that has no name. */
  async #nameOf(id: string, caller: Caller, names: NamesOfAnswer): Promise<Named | null> {
    const { principals, tokens, verifiers } = this.validity;
    const isShown = (organizationId: string, ownerId: string) =>
      organizationId === caller.organizationId && (oversees(caller) || ownerId === caller.id);
    const token = tokens.byId(id);
    if (token) return isShown(token.organizationId, token.ownerId) ? this.#token(id, token) : null;
    const user = principals.users.get(id);
    if (user && isShown(user.homeOrganizationId, id)) {
      const { kind, name, email } = await names.of('user', id);
      return { kind, name, email };
    }
    const account = principals.serviceAccounts.get(id);
    if (account && isShown(account.organizationId, id))
      return { kind: 'service-account', name: (await names.of('service-account', id)).name };
    const verifier = oversees(caller) ? verifiers.ofOrganization(caller.organizationId).find((row) => row.id === id) : undefined;
    return verifier ? { kind: 'verifier', name: (await this.personalData.openAll(Verifier.textsOf(id), verifier)).name } : null;
  }

  async #token(id: string, { kind, ownerId }: Pick<TokenRow, 'kind' | 'ownerId'>): Promise<Named> {
    const sealed = (await this.tokens.get(id))?.name ?? null;
    const place = { stream: Token.stream(id).name, field: 'name' };
    const name = sealed === null ? null : await this.personalData.open(sealed, place);
    return { kind: 'token', name, tokenKind: kind, ownerId };
  }
}
