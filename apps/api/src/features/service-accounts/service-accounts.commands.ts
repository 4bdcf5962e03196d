import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { NameDigests } from '#credentials/name-digests';
import { PersonalData } from '#credentials/personal-data';
import { restingOn } from '#domain/decider';
import * as Organization from '#domain/organization';
import { Refusal } from '#domain/refusal';
import { mayActOn } from '#domain/role';
import { asOpened } from '#domain/sealed';
import * as ServiceAccount from '#domain/service-account';
import * as Token from '#domain/token';
import { Ledger } from '#event-store/ledger';
import type { ServiceAccountRow } from '#projections/token-validity/principals';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { CredentialMint } from '../../edge/authentication/credential-mint.js';
import { requireMatch } from '../../edge/http/entity-tag.js';
import type { NoOthers } from '../../edge/http/no-others.js';
import { credential, object, type Shape } from '../../edge/http/schema.js';
import { newId } from '../../edge/ids.js';
import { TokenTermsSource } from '../tokens/token-terms-source.js';
import { ServiceAccountView, ServiceAccountViews } from './service-account-views.js';
import type { ChangeServiceAccountRequest, CreateServiceAccountRequest } from './service-accounts.dto.js';

export const CreatedServiceAccount = object('CreatedServiceAccount', {
  serviceAccount: ServiceAccountView,
  credential,
});
export type CreatedServiceAccount = Shape<typeof CreatedServiceAccount>;

/** Creates a service account with its one token. */
export class CreateServiceAccount extends Command<CreatedServiceAccount> {
  constructor(
    readonly caller: Caller,
    readonly account: CreateServiceAccountRequest,
  ) {
    super();
  }
}

/** Leaves come first. The organization's stream decides last, and checks the allowance and the name against all simultaneous creations. */
@CommandHandler(CreateServiceAccount)
export class CreateServiceAccountHandler implements ICommandHandler<CreateServiceAccount> {
  constructor(
    private readonly ledger: Ledger,
    private readonly mint: CredentialMint,
    private readonly terms: TokenTermsSource,
    private readonly personalData: PersonalData,
    private readonly names: NameDigests,
    private readonly views: ServiceAccountViews,
  ) {}

  async execute({ caller, account }: CreateServiceAccount): Promise<CreatedServiceAccount> {
    const { organizationId, role: byRole, origin } = caller;
    const { role, workspaceIds = [], projectIds = [], ...typed } = account;
    if (!mayActOn(byRole, role)) throw new Refusal('role/above-own');
    const organization = Organization.stream(organizationId);
    const nameDigest = this.names.digest(organizationId, typed.name);
    const serviceAccountId = caller.idempotentId ?? newId();
    const admission: Organization.Command = { type: 'AdmitServiceAccount', serviceAccountId, nameDigest, ...caller.by };
    // This is checked before anything is written, so that a creation that is certain to be refused leaves nothing behind.
    organization.decider.decide((await this.ledger.on(organization).load()).state, admission);

    const stream = ServiceAccount.stream(serviceAccountId);
    const { state: interrupted, begunAt } = await this.ledger.on(stream).load();
    const tokenId = interrupted.status === 'absent' ? newId() : interrupted.tokenId;
    const { credential, lookup, kept } = this.mint.opaque('service-account');
    const owner = ownedBy(serviceAccountId);
    // The token of an interrupted creation was never shown to anybody, so the next generation replaces it.
    const issue: Token.Command = { type: 'ReplaceCredential', cause: 'reset', ...owner, lookup, kept, ...this.terms.uncapped(null) };
    await this.ledger.on(Token.stream(tokenId)).handle(issue, origin);
    const texts = ServiceAccount.textsOf(serviceAccountId);
    const told = { ...(await this.personalData.sealAll(texts, typed)), role, workspaceIds, projectIds };
    const creation: ServiceAccount.Command = { type: 'CreateServiceAccount', ...told, organizationId, tokenId, byRole };
    const createdAt = begunAt ?? (await this.ledger.on(stream).handle(creation, origin)).begunAt;
    const { by } = caller.judgeAgain();
    await this.ledger.on(organization).handle({ ...admission, ...by }, origin);
    const named = { ...asOpened(texts, typed), createdAt: createdAt as string };
    return { serviceAccount: this.views.of(serviceAccountId, named), credential };
  }
}

/** Changes role and scope; the name never changes. Raising either takes a confirmed session. */
export class ChangeServiceAccount extends Command<ServiceAccountView> {
  constructor(
    readonly caller: Caller,
    readonly serviceAccountId: string,
    readonly change: ChangeServiceAccountRequest,
    /** Entity tag of the account that the change was made on; null when any will do. */
    readonly ifMatch: string | null,
  ) {
    super();
  }
}

@CommandHandler(ChangeServiceAccount)
export class ChangeServiceAccountHandler implements ICommandHandler<ChangeServiceAccount> {
  constructor(
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
    private readonly views: ServiceAccountViews,
  ) {}

  async execute({ caller, serviceAccountId, change, ifMatch }: ChangeServiceAccount): Promise<ServiceAccountView> {
    const requireAdmitted = () => admittedAccount(serviceAccountId, caller, this.validity);
    requireAdmitted();
    const stream = ServiceAccount.stream(serviceAccountId);
    const { revision } = await this.ledger.on(stream).load();
    const named = await this.views.named(serviceAccountId);
    requireMatch(ifMatch, this.views.of(serviceAccountId, named));
    const { role, workspaceIds, projectIds, ...others } = change;
    others satisfies NoOthers;
    const standing = { byRole: caller.role, mayRaise: caller.mayGrant, admitted: true };
    await this.ledger
      .on(restingOn(stream, requireAdmitted))
      .onlyAt(ifMatch === null ? null : revision)
      .handle({ type: 'ChangeServiceAccount', role, workspaceIds, projectIds, ...standing }, caller.origin);
    return this.views.of(serviceAccountId, named);
  }
}

/** Deletes a service account: its credential stops at once and for ever, and its name is free. */
export class DeleteServiceAccount extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly serviceAccountId: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteServiceAccount)
export class DeleteServiceAccountHandler implements ICommandHandler<DeleteServiceAccount> {
  constructor(
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
  ) {}

  async execute({ caller, serviceAccountId }: DeleteServiceAccount): Promise<void> {
    const account = admittedAccount(serviceAccountId, caller, this.validity);
    const stillBelow = restingOn(Organization.stream(caller.organizationId), () => requireNotAbove(account, caller));
    await this.ledger.on(stillBelow).handle({ type: 'ReleaseServiceAccount', serviceAccountId }, caller.origin);
  }
}

export const ownedBy = (ownerId: string): Token.Owned => ({ kind: 'service-account', ownerKind: 'service-account', ownerId, name: null });

/** A service account of the caller's organization whose role is not above the caller's. */
export function admittedAccount(serviceAccountId: string, caller: Caller, validity: TokenValidity): ServiceAccountRow {
  const account = validity.principals.serviceAccounts.get(serviceAccountId);
  if (account?.status !== 'admitted' || account.organizationId !== caller.organizationId) throw new Refusal('service-account/not-found');
  requireNotAbove(account, caller);
  return account;
}

/** The index changes its rows in place, so this reads the account's present state. */
function requireNotAbove(account: ServiceAccountRow, caller: Caller): void {
  if (!mayActOn(caller.role, account.role)) throw new Refusal('role/above-own');
}
