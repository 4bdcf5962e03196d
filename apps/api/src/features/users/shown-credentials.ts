import { Injectable } from '@nestjs/common';
import { isLive } from '#domain/verdict';
import { EventStore } from '#event-store/event-store';
import { ActivityLog, activityLog } from '#projections/read-models/models/activity-log';
import { TokenDirectory, type TokenListing, tokenDirectory } from '#projections/read-models/models/token-directory';
import { idOf } from '#projections/read-models/projection';
import type { TokenRow } from '#projections/token-validity/token-row';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { VerifierRow } from '#projections/token-validity/verifier-rows';
import { CredentialJudge } from '../../edge/authentication/credential-judge.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { ReadModelFreshness } from '../../edge/http/read-model-freshness.js';
import { isPreviousLive } from '../tokens/token-view.js';

/** The token of a service account, a value of which somebody was shown. */
export interface ShownCredential {
  readonly listing: TokenListing;
  /** Whether it was issued to them; otherwise they reset it. */
  readonly isCreated: boolean;
  /** When a value was shown last. */
  readonly shownAt: string;
  /** Whether a value that was shown is good, or would be once a suspension ends. */
  readonly isGood: boolean;
}

/** What a person created in an organization that goes on without them. */
export interface Created {
  /** Of the accounts that exist, oldest first. */
  readonly accounts: readonly ShownCredential[];
  readonly verifiers: readonly VerifierRow[];
  readonly registeredPeople: number;
}

const types = ['TokenIssued', 'TokenRotated', 'VerifierCreated', 'UserRegistered'];
const entriesPerTurn = 16;

/** Finds what a person created, and whose values they were shown: each of these acts shows a value once, to the one who asks. */
@Injectable()
export class ShownCredentials {
  constructor(
    private readonly log: ActivityLog,
    private readonly store: EventStore,
    private readonly directory: TokenDirectory,
    private readonly freshness: ReadModelFreshness,
    private readonly validity: TokenValidity,
    private readonly credentialJudge: CredentialJudge,
    private readonly turns: LongReadTurns,
  ) {}

  /** @throws ReadModelBehind service/not-caught-up */
  async to(userId: string, organizationId: string): Promise<Created> {
    for (const readModel of [activityLog, tokenDirectory]) await this.freshness.ready(readModel);
    const tokenIds = new Set<string>();
    const verifiers = new Map<string, VerifierRow>();
    let registeredPeople = 0;
    for await (const { type, stream } of this.#actsOf(userId, organizationId)) {
      const id = idOf(stream);
      const verifier = this.validity.verifiers.byId(id);
      if (type === 'UserRegistered') registeredPeople += 1;
      else if (verifier) verifiers.set(id, verifier);
      else if (this.#isOfAccount(this.validity.tokens.byId(id))) tokenIds.add(id);
    }
    const accounts: ShownCredential[] = [];
    for (const tokenId of [...tokenIds].sort()) accounts.push(...(await this.#shown(tokenId, userId)));
    return { accounts, verifiers: [...verifiers.values()].reverse(), registeredPeople };
  }

  async *#actsOf(actor: string, organizationId: string) {
    for (let before: bigint | null = null; ; ) {
      await this.turns.next();
      const entries = await this.log.list({ organizationId, actor, types, before, limit: entriesPerTurn });
      yield* entries;
      if (entries.length < entriesPerTurn) return;
      before = BigInt(entries[entries.length - 1].position);
    }
  }

  #isOfAccount(row: TokenRow | undefined): boolean {
    return row?.kind === 'service-account' && this.validity.principals.serviceAccounts.get(row.ownerId)?.status === 'admitted';
  }

  async #shown(tokenId: string, userId: string): Promise<ShownCredential[]> {
    const row = this.validity.tokens.byId(tokenId);
    const listing = await this.directory.get(tokenId);
    const events = await this.store.readStream(`token-${tokenId}`);
    const shown = events.filter(({ type, actor }) => types.includes(type) && actor.id === userId);
    const last = shown.at(-1);
    if (!row || !listing || !last) return [];
    const generations = shown.map(({ data }) => data.generation);
    const isGood = this.#liveGenerations(row).some((generation) => generations.includes(generation));
    return [{ listing, isCreated: shown[0].type === 'TokenIssued', shownAt: last.occurredAt, isGood }];
  }

  #liveGenerations(row: TokenRow): number[] {
    const isNewestLive = isLive(this.credentialJudge.judgeRow(row));
    return [...(isNewestLive ? [row.generation] : []), ...(isPreviousLive(row, this.credentialJudge) ? [row.generation - 1] : [])];
  }
}
