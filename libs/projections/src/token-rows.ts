import type * as Token from '#domain/token';
import type { TokenFacts } from '#domain/verdict';
import type { Position } from '#event-store/envelope';

/** What the index knows of one token: every fact of the verdict, and what tells a caller which token it was. */
export interface TokenRow extends TokenFacts {
  readonly id: string;
  readonly organizationId: string;
  readonly ownerId: string;
  readonly lookup: string;
  readonly jti: string | null;
  readonly digest: string | null;
  readonly signedInput: string | null;
  readonly vaultId: string | null;
  readonly issuedAtMs: number;
  readonly confirmedAtMs: number | null;
}

/** Tokens by id, by the look-up key of each generation, and by owner. */
export class TokenRows {
  readonly #byId = new Map<string, TokenRow>();
  readonly #idByLookup = new Map<string, { id: string; generation: number }>();
  readonly #idsByOwner = new Map<string, string[]>();

  get count(): number {
    return this.#byId.size;
  }

  byId(tokenId: string): TokenRow | undefined {
    return this.#byId.get(tokenId);
  }

  /** The token and the generation that the look-up key belongs to, which may be one that was replaced. */
  byLookup(lookup: string): { row: TokenRow; generation: number } | undefined {
    const found = this.#idByLookup.get(lookup);
    const row = found && this.#byId.get(found.id);
    return row && { row, generation: found.generation };
  }

  ofOwner(ownerId: string): TokenRow[] {
    return (this.#idsByOwner.get(ownerId) ?? []).map((id) => this.#byId.get(id) as TokenRow);
  }

  apply(tokenId: string, event: Token.Event, at: { organizationId: string; position: Position; occurredAt: string }): void {
    if (event.type === 'TokenIssued') return this.#issue(tokenId, event, at);
    const row = this.#byId.get(tokenId);
    if (row) this.#byId.set(tokenId, this.#after(row, event, at));
  }

  #issue(
    id: string,
    event: Extract<Token.Event, { type: 'TokenIssued' }>,
    at: { organizationId: string; position: Position; occurredAt: string },
  ) {
    const { kind, ownerKind, ownerId } = event;
    const isSession = kind === 'session';
    const issuedAtMs = Date.parse(at.occurredAt);
    this.#byId.set(id, {
      id,
      organizationId: at.organizationId,
      kind,
      ownerKind,
      ownerId,
      revoked: false,
      order: at.position,
      issuedAtMs,
      lastSeenMs: isSession ? issuedAtMs : null,
      confirmedAtMs: isSession ? issuedAtMs : null,
      ...generationOf(event),
    });
    this.#idByLookup.set(event.lookup, { id, generation: event.generation });
    const ids = this.#idsByOwner.get(ownerId);
    if (ids) ids.push(id);
    else this.#idsByOwner.set(ownerId, [id]);
  }

  #after(row: TokenRow, event: Exclude<Token.Event, { type: 'TokenIssued' }>, at: { position: Position }): TokenRow {
    switch (event.type) {
      case 'TokenRotated': {
        this.#idByLookup.set(event.lookup, { id: row.id, generation: event.generation });
        // A rotation continues what was issued before; renewing and resetting give anew, so they also outlive a revocation.
        const order = event.cause === 'rotated' ? row.order : at.position;
        return { ...row, ...generationOf(event), revoked: false, order };
      }
      case 'TokenRevoked':
        return { ...row, revoked: true };
      case 'TokenExpired':
        return row;
      case 'SessionConfirmed':
        return { ...row, confirmedAtMs: Date.parse(event.confirmedAt), lastSeenMs: Date.parse(event.confirmedAt) };
      case 'SessionSeen':
        return { ...row, lastSeenMs: Date.parse(event.seenAt) };
    }
  }
}

function generationOf({ generation, lookup, expiresAt, kept }: Token.Generation) {
  return {
    generation,
    lookup,
    expiresAtMs: expiresAt === null ? null : Date.parse(expiresAt),
    jti: kept.jti ?? null,
    digest: kept.digest ?? null,
    signedInput: kept.signedInput ?? null,
    vaultId: kept.vaultId ?? null,
  };
}
