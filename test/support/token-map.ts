import type * as Token from '#domain/token';
import type { Recorded } from '#event-store/envelope';
import type { TokenRow } from '#projections/token-row';

/** What the index says of one token, written down plainly. */
export interface MappedToken {
  readonly id: string;
  readonly kind: Token.Kind;
  readonly ownerKind: Token.OwnerKind;
  readonly ownerId: string;
  readonly organizationId: string;
  readonly generation: number;
  readonly revoked: boolean;
  readonly expiresAtMs: number | null;
  readonly order: bigint;
  readonly lastSeenMs: number | null;
  readonly confirmedAtMs: number | null;
}

export function mapped(row: TokenRow | undefined): MappedToken | undefined {
  if (!row) return undefined;
  const { id, kind, ownerKind, ownerId, organizationId, generation, revoked, expiresAtMs, order, lastSeenMs, confirmedAtMs } = row;
  const owned = { id, kind, ownerKind, ownerId, organizationId };
  return { ...owned, generation, revoked, expiresAtMs, order: BigInt(order), lastSeenMs, confirmedAtMs };
}

/** The rows of the index as maps of objects: too large and too slow, and easily seen to be right. */
export class TokenMap {
  readonly byId = new Map<string, MappedToken>();
  readonly byLookup = new Map<string, { id: string; generation: number }>();

  sessionsOf(ownerId: string): string[] {
    const sessions = [...this.byId.values()].filter((token) => token.ownerId === ownerId && token.kind === 'session');
    return sessions.map(({ id }) => id).reverse();
  }

  apply({ stream, type, data, organizationId, position, occurredAt }: Recorded): void {
    const id = stream.slice('token-'.length);
    const event = { type, ...data } as Token.Event;
    const token = this.byId.get(id);
    if (event.type === 'TokenIssued') {
      const { kind, ownerKind, ownerId } = event;
      const seenMs = kind === 'session' ? Date.parse(occurredAt) : null;
      const owned = { id, kind, ownerKind, ownerId, organizationId: organizationId ?? '' };
      this.#set({ ...owned, ...termOf(event), revoked: false, order: position, lastSeenMs: seenMs, confirmedAtMs: seenMs }, event);
    } else if (token) this.#change(token, event, position);
  }

  #change(token: MappedToken, event: Exclude<Token.Event, { type: 'TokenIssued' }>, position: bigint): void {
    switch (event.type) {
      case 'TokenRotated':
        return this.#set({ ...token, ...termOf(event), revoked: false, order: event.cause === 'rotated' ? token.order : position }, event);
      case 'TokenRevoked':
        return void this.byId.set(token.id, { ...token, revoked: true });
      case 'SessionConfirmed': {
        const at = Date.parse(event.confirmedAt);
        return void this.byId.set(token.id, { ...token, confirmedAtMs: at, lastSeenMs: at });
      }
      case 'SessionSeen':
        return void this.byId.set(token.id, { ...token, lastSeenMs: Date.parse(event.seenAt) });
    }
  }

  #set(token: MappedToken, { lookup, generation }: Token.Generation): void {
    this.byId.set(token.id, token);
    this.byLookup.set(lookup, { id: token.id, generation });
  }
}

const termOf = ({ generation, expiresAt }: Token.Generation) => ({
  generation,
  expiresAtMs: expiresAt === null ? null : Date.parse(expiresAt),
});
