import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SecretDigests } from '#credentials/secret-digests';
import { type IdempotencyRow, Vault } from '#credentials/vault';
import { Refusal } from '#domain/refusal';
import { Clock } from '#event-store/clock';
import type { TokenRow } from '#projections/token-validity/token-row';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../authentication/caller.js';
import { FollowUps } from '../follow-ups.js';
import { AlreadyCreated, failureOf } from '../http/failure.js';

const keptMs = 24 * 3_600_000;
const keyForm = /^[\x21-\x7e]{1,255}$/;

export type CreatedKind = 'user' | 'token' | 'password-reset' | 'service-account' | 'verifier' | 'api-key' | 'allowance-request';

/** These show no secret, so an interrupted one is finished under its id: people take several events, requests are decided once. */
type FinishedKind = 'user' | 'allowance-request';
const isFinishedLater = (kind: CreatedKind): kind is FinishedKind => kind === 'user' || kind === 'allowance-request';

/** What is to be created. The route decides the id, never a member of a body that nothing has checked. */
export interface Creation {
  readonly kind: CreatedKind;
  createdId(): string;
}

/**
 * Lets a client repeat a creation whose answer it did not get, for 24 hours: a finished creation is named, an interrupted one is finished
 * under the same id, and a secret is never shown again.
 */
@Injectable()
export class IdempotencyKeys {
  readonly #running = new Set<string>();

  constructor(
    private readonly vault: Vault,
    private readonly digests: SecretDigests,
    private readonly validity: TokenValidity,
    private readonly clock: Clock,
    private readonly followUps: FollowUps,
  ) {}

  async once<T>(
    { kind, createdId }: Creation,
    key: string | string[],
    caller: Caller,
    request: FastifyRequest,
    create: (id: string) => Promise<T>,
  ): Promise<T> {
    if (typeof key !== 'string' || !keyForm.test(key)) {
      throw new Refusal('request/invalid', { 'Idempotency-Key': ['Idempotency-Key must be 1 to 255 characters of ASCII without blanks'] });
    }
    const id = this.digests.fingerprint(JSON.stringify([caller.organizationId, caller.id, kind, key]));
    const fingerprint = this.digests.fingerprint(JSON.stringify([request.url, request.body ?? null]));
    if (this.#running.has(id)) throw new Refusal('idempotency/in-progress');
    this.#running.add(id);
    try {
      const row = (await this.#earlier(id, kind, fingerprint)) ?? (await this.#begin(id, fingerprint, createdId()));
      return await this.#finish(row, create);
    } finally {
      this.#running.delete(id);
    }
  }

  /**
   * The row of an interrupted creation that can be finished; null when there is none.
   * @throws Refusal when the creation is finished, or has another body
   */
  async #earlier(id: string, kind: CreatedKind, fingerprint: string): Promise<IdempotencyRow | null> {
    const row = await this.vault.idempotencyRow(id);
    if (!row || row.startedAt < this.#keptSince()) return null;
    if (row.fingerprint !== fingerprint) throw new Refusal('idempotency/other-body');
    if (row.finished || (!isFinishedLater(kind) && this.#exists(kind, row.createdId))) throw new AlreadyCreated(row.createdId);
    return this.#isPending(row.createdId) ? null : row;
  }

  /** The id is durable before anything is written under it. */
  async #begin(id: string, fingerprint: string, createdId: string): Promise<IdempotencyRow> {
    const row = { key: id, fingerprint, createdId, finished: false, startedAt: this.clock.now().toISOString() };
    await this.vault.putIdempotencyRow(row, this.#keptSince());
    return row;
  }

  /** A refused creation created nothing, so its key is free again. After any other failure nobody knows, so the key is kept. */
  async #finish<T>(row: IdempotencyRow, create: (id: string) => Promise<T>): Promise<T> {
    try {
      const answer = await create(row.createdId);
      const finished = { ...row, createdId: idIn(answer) ?? row.createdId, finished: true };
      await this.followUps.attempt('a creation is remembered as finished', () => this.vault.putIdempotencyRow(finished, this.#keptSince()));
      return answer;
    } catch (error) {
      // If the key stays, a repeat is refused in the same words, or creates what can be created by then.
      if (failureOf(error).status < 500) await this.vault.deleteIdempotencyRow(row.key).catch(() => {});
      throw error;
    }
  }

  #exists(kind: Exclude<CreatedKind, FinishedKind>, id: string): boolean {
    const { principals, tokens, verifiers } = this.validity;
    switch (kind) {
      case 'token':
      case 'password-reset':
      case 'api-key':
        return isCreated(tokens.byId(id)) && !this.#isPending(id);
      case 'service-account':
        return (principals.serviceAccounts.get(id)?.status ?? 'leaf') !== 'leaf';
      case 'verifier':
        return verifiers.byId(id) !== undefined;
    }
  }

  /**
   * Whether this is an API key that an interrupted rotation issued and that takes the place of no other. A key has one credential, which
   * nobody was shown, so the rotation is begun anew, under another id.
   */
  #isPending(id: string): boolean {
    const { tokens } = this.validity;
    const row = tokens.byId(id);
    return row !== undefined && tokens.apiKeys.isPendingSuccessor(row.row);
  }

  #keptSince(): string {
    return new Date(this.clock.now().getTime() - keptMs).toISOString();
  }
}

/** A revoked one may be the legacy token that was to be replaced. */
const isCreated = (row: TokenRow | undefined) => row !== undefined && !(row.kind === 'legacy' && row.revoked);

/** The id in the answer to a creation: its own, or that of the record beside the credential. */
function idIn(answer: unknown): string | undefined {
  const { id, token, serviceAccount, verifier, apiKey } = answer as Record<string, { id?: string } & string>;
  return id ?? (token ?? serviceAccount ?? verifier ?? apiKey)?.id;
}
