export const actorKinds = ['user', 'service-account', 'verifier', 'system', 'cli'] as const;

/** Who caused an event. `credentialId` is the token that authenticated the request, when one did. */
export interface Actor {
  readonly kind: (typeof actorKinds)[number];
  readonly id: string;
  readonly credentialId?: string;
}

/** Totally ordered and opaque: compare it, store it, never compute with it. */
export type Position = bigint;

/** One event as its writer made it, before the store assigns a revision and a position. */
export interface Draft {
  /** UUIDv7 chosen before the append: a retry with the same id and expected revision is the same append. */
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  /** A reader that judges validity rejects everything on the stream when it does not know this type or version. */
  readonly critical: boolean;
  /** ISO-8601 UTC, from the injected clock. */
  readonly occurredAt: string;
  /** Never contains a secret or a password hash, not even encrypted, and personal data only as `Sealed`. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly actor: Actor;
  readonly organizationId: string | null;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly requestId: string | null;
}

/** What is stored for ever, and what the hash chain covers. */
export interface Envelope extends Draft {
  readonly stream: string;
  /** 0-based and without gaps within the stream. */
  readonly revision: number;
}

export interface Recorded extends Envelope {
  readonly position: Position;
}
