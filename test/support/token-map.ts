import type * as Token from '#domain/token';
import type { PreviousFacts } from '#domain/verdict.facts';
import type { Recorded } from '#event-store/envelope';
import type { TokenRow } from '#projections/token-validity/token-row';

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
  readonly signingKeyRetired: boolean;
  readonly legacyTokenEndedAt: bigint | null;
  readonly previous: PreviousFacts | null;
}

/** What the map remembers of a generation: what it says of it follows from that. */
interface Made {
  readonly signingKeyId: string | null;
  readonly isLegacyBorn: boolean;
}

type Said = Omit<MappedToken, 'signingKeyRetired' | 'legacyTokenEndedAt' | 'previous'>;
type Replaced = Made & Pick<PreviousFacts, 'generation' | 'endsAtMs' | 'endsOnFirstUse'>;
type Remembered = Said & Made & { readonly previous: Replaced | null };

export function mapped(row: TokenRow | undefined): MappedToken | undefined {
  if (!row) return undefined;
  const { id, kind, ownerKind, ownerId, organizationId, generation, revoked, expiresAtMs, order, lastSeenMs, confirmedAtMs } = row;
  const owned = { id, kind, ownerKind, ownerId, organizationId };
  const { signingKeyRetired, legacyTokenEndedAt, previous } = row;
  const ends = { signingKeyRetired, legacyTokenEndedAt, previous };
  return { ...owned, generation, revoked, expiresAtMs, order: BigInt(order), lastSeenMs, confirmedAtMs, ...ends };
}

/** The rows of the index as maps of objects: too large and too slow, and easily seen to be right. */
export class TokenMap {
  readonly #tokens = new Map<string, Remembered>();
  readonly #legacyEndedAt = new Map<string, bigint>();
  readonly retiredKeys = new Set<string>();
  readonly #issuedAt = new Map<string, bigint>();
  readonly byLookup = new Map<string, { id: string; generation: number }>();

  sessionsOf(ownerId: string): string[] {
    const sessions = [...this.#tokens.values()].filter((token) => token.ownerId === ownerId && token.kind === 'session');
    return sessions.map(({ id }) => id).reverse();
  }

  get count(): number {
    return this.#tokens.size;
  }

  byId(id: string): MappedToken | undefined {
    const token = this.#tokens.get(id);
    if (!token) return undefined;
    const said = this.#endsOf(token, token);
    return { ...said, previous: token.previous && this.#endsOf(token.previous, token) };
  }

  #endsOf<T extends Made>({ signingKeyId, isLegacyBorn, ...said }: T, owner: Remembered) {
    const legacyTokenEndedAt = isLegacyBorn ? (this.#legacyEndedAt.get(ownerOf(owner)) ?? null) : null;
    return { ...said, signingKeyRetired: this.retiredKeys.has(signingKeyId ?? ''), legacyTokenEndedAt };
  }

  /** Those that end with the legacy token of this owner when it is renewed next. */
  bornOf(legacyTokenId: string): string[] {
    const owner = ownerOf(this.#tokens.get(legacyTokenId) as Remembered);
    const isOfNow = (position: bigint) => position > (this.#legacyEndedAt.get(owner) ?? -1n);
    const born = [...this.#tokens.values()].filter((token) => token.isLegacyBorn && ownerOf(token) === owner);
    return born.filter(({ id }) => isOfNow(this.#issuedAt.get(id) as bigint)).map(({ id }) => id);
  }

  apply({ stream, type, data, organizationId, position, occurredAt, actor }: Recorded): void {
    const id = stream.slice('token-'.length);
    const event = { type, ...data } as Token.Event;
    const token = this.#tokens.get(id);
    const by = this.#tokens.get(actor.credentialId ?? '');
    if (event.type === 'TokenIssued') {
      const { kind, ownerKind, ownerId } = event;
      const seenMs = kind === 'session' ? Date.parse(occurredAt) : null;
      const owned = { id, kind, ownerKind, ownerId, organizationId: organizationId ?? '' };
      const signingKeyId = kind === 'personal' ? keyOf(event.kept) : null;
      const bornOf = kind === 'personal' && by && ownerOf(by) === ownerOf(owned) ? by : undefined;
      const isLegacyBorn = bornOf?.kind === 'legacy' || bornOf?.isLegacyBorn === true;
      const isLate = bornOf?.kind === 'legacy' && (bornOf.revoked || bornOf.generation !== (event.legacyGeneration ?? bornOf.generation));
      const begun = { revoked: false, order: isLate ? 0n : position, lastSeenMs: seenMs, confirmedAtMs: seenMs };
      this.#issuedAt.set(id, position);
      this.#set({ ...owned, ...termOf(event), ...begun, signingKeyId, isLegacyBorn, previous: null }, event);
    } else if (token) this.#change(token, event, { position, by, occurredAt });
  }

  #change(
    token: Remembered,
    event: Exclude<Token.Event, { type: 'TokenIssued' }>,
    { position, by, occurredAt }: { position: bigint; by: Remembered | undefined; occurredAt: string },
  ): void {
    const endsBorn = event.type === 'TokenRotated' || event.type === 'TokenRevoked';
    if (endsBorn && token.kind === 'legacy') this.#legacyEndedAt.set(ownerOf(token), position);
    switch (event.type) {
      case 'TokenRotated':
        return this.#set(
          {
            ...token,
            ...termOf(event),
            revoked: false,
            order: event.cause === 'rotated' ? token.order : position,
            signingKeyId: keyOf(event.kept),
            isLegacyBorn: token.isLegacyBorn && !isConfirmedSession(by, occurredAt),
            previous: replacedBy(event, token),
          },
          event,
        );
      case 'PreviousGenerationEnded': {
        const isIt = event.generation === token.generation - 1;
        return void this.#tokens.set(token.id, { ...token, previous: isIt ? null : token.previous });
      }
      case 'TokenRevoked':
        return void this.#tokens.set(token.id, { ...token, revoked: true });
      case 'SessionConfirmed': {
        const at = Date.parse(event.confirmedAt);
        return void this.#tokens.set(token.id, { ...token, confirmedAtMs: at, lastSeenMs: at });
      }
      case 'SessionSeen':
        return void this.#tokens.set(token.id, { ...token, lastSeenMs: Date.parse(event.seenAt) });
    }
  }

  #set(token: Remembered, { lookup, generation }: Token.Generation): void {
    this.#tokens.set(token.id, token);
    this.byLookup.set(lookup, { id: token.id, generation });
  }
}

const termOf = ({ generation, expiresAt }: Token.Generation) => ({
  generation,
  expiresAtMs: expiresAt === null ? null : Date.parse(expiresAt),
});

function replacedBy(
  { generation, previousEndsAt, previousEndsOnFirstUse }: Extract<Token.Event, { type: 'TokenRotated' }>,
  { signingKeyId, isLegacyBorn }: Made,
): Replaced | null {
  if (previousEndsAt === undefined) return null;
  const ends = { endsAtMs: Date.parse(previousEndsAt), endsOnFirstUse: previousEndsOnFirstUse === true };
  return { generation: generation - 1, ...ends, signingKeyId, isLegacyBorn };
}

const ownerOf = ({ ownerKind, ownerId, organizationId }: Pick<Remembered, 'ownerKind' | 'ownerId' | 'organizationId'>) =>
  `${ownerKind} ${ownerId} ${organizationId}`;

const keyOf = ({ signedInput }: Token.Kept): string | null =>
  signedInput === undefined ? null : JSON.parse(Buffer.from(signedInput.split('.')[0], 'base64url').toString()).kid;

const isConfirmedSession = (by: Remembered | undefined, at: string) =>
  by?.kind === 'session' && by.confirmedAtMs !== null && Date.parse(at) < by.confirmedAtMs + 15 * 60_000;
