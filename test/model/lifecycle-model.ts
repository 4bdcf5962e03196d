const ladder = ['annotator', 'reviewer', 'manager', 'administrator', 'owner'] as const;
export type ModelRole = (typeof ladder)[number];

/** What Keyledger promises, in as few lines as possible. Times are in seconds; `order` counts issues and revocations. */
export interface ModelToken {
  readonly id: string;
  readonly owner: string;
  readonly organization: string;
  readonly kind: 'personal' | 'access' | 'legacy' | 'session' | 'service-account' | 'password-reset' | 'api-key';
  readonly generation: number;
  readonly order: number;
  readonly expiresAt: number;
  /** Of an API key: the role that was chosen for it. */
  readonly role?: ModelRole;
  /** Of a reset link: the owner who asked for it. */
  readonly requester?: string;
  /** Numbers of the keys that signed it and, for an access token, its parent; empty for unsigned credentials. */
  readonly keys?: readonly number[];
}

/** Until when the generation before the newest is good, and whether no longer than to the first use of the newest. */
interface Overlap {
  readonly until: number;
  readonly endsOnFirstUse: boolean;
  /** What the generation hung on, which a rotation may have set its successor free of. */
  readonly hangingOnLegacy: number | undefined;
}

export class LifecycleModel {
  now = 0;
  order = 0;
  readonly switchedOff = new Set<string>();
  readonly disabled = new Set<string>();
  /** Erased people and deleted service accounts. */
  readonly gone = new Set<string>();
  /** For each person, every moment at which sessions and links ended, and the session that was spared. */
  readonly signInsEnded = new Map<string, { readonly order: number; readonly spared: string | null }[]>();
  readonly revokedBefore = new Map<string, number>();
  readonly revoked = new Set<string>();
  readonly newest = new Map<string, number>();
  readonly overlaps = new Map<string, Overlap>();
  readonly roles = new Map<string, ModelRole>();
  /** When API keys that were replaced end. */
  readonly replacedKeys = new Map<string, number>();
  /** By the id of a key: the key that its first use ends. */
  readonly endsWithUse = new Map<string, string>();
  /** By the id of a key: the keys that were made with it. */
  readonly made = new Map<string, string[]>();
  readonly owners = new Map<string, Set<string>>();
  /** The number of the key that signs; those before it were retired. */
  key = 1;
  /** Personal tokens that were made with a legacy token, by when. */
  readonly hangingOnLegacy = new Map<string, number>();
  readonly legacyEnded = new Map<string, number>();

  signed<T extends ModelToken>(token: T): T {
    return { ...token, keys: [this.key] };
  }

  retireKey(): void {
    this.key += 1;
  }

  endLegacyOf(owner: string): void {
    this.order += 1;
    this.legacyEnded.set(owner, this.order);
  }

  /** A credential that was issued anew, which also ends a revocation. */
  issue(id: string, generation: number): number {
    this.newest.set(id, generation);
    this.revoked.delete(id);
    this.order += 1;
    return this.order;
  }

  revokeAllOf(owner: string): void {
    this.order += 1;
    this.revokedBefore.set(owner, this.order);
  }

  endSignIns(owner: string, spared: string | null): void {
    this.order += 1;
    this.signInsEnded.set(owner, [...(this.signInsEnded.get(owner) ?? []), { order: this.order, spared }]);
  }

  /** The newest generation is the next one; the one before stays good for so many seconds, at most as long as `held` would be. */
  replace({ id, generation, expiresAt }: ModelToken, overlapSeconds = 0, endsOnFirstUse = false): void {
    const until = Math.min(this.now + overlapSeconds, expiresAt);
    this.newest.set(id, generation + 1);
    this.overlaps.delete(id);
    const hangingOnLegacy = this.hangingOnLegacy.get(id);
    if (overlapSeconds > 0) this.overlaps.set(id, { until, endsOnFirstUse, hangingOnLegacy });
  }

  /** A credential was accepted. Whether that ended the generation before it. */
  use({ id, generation }: ModelToken): boolean {
    const overlap = this.newest.get(id) === generation ? this.overlaps.get(id) : undefined;
    return overlap?.endsOnFirstUse === true && this.now < overlap.until && this.overlaps.delete(id);
  }

  /** The key ends after so many seconds, or when the other one is used for the first time. */
  replaceKey({ id, expiresAt }: ModelToken, successorId: string, overlapSeconds = 0, endsOnFirstUse = false): void {
    this.replacedKeys.set(id, Math.min(this.now + overlapSeconds, expiresAt));
    if (endsOnFirstUse) this.endsWithUse.set(successorId, id);
  }

  /** The key that this use of another one ended. */
  useKey({ id }: ModelToken): string | undefined {
    const replaced = this.endsWithUse.get(id);
    this.endsWithUse.delete(id);
    if (replaced === undefined || this.revoked.has(replaced)) return undefined;
    this.revoked.add(replaced);
    return replaced;
  }

  revokeWithAllMade(id: string): void {
    this.revoked.add(id);
    for (const made of this.made.get(id) ?? []) this.revokeWithAllMade(made);
  }

  /** Whether a credential of this token and generation is good now. */
  isGood(token: ModelToken): boolean {
    const { id, owner, organization, kind, generation, order, expiresAt, keys = [] } = token;
    if (this.#isSignInOver(token) || !this.#mayRequester(token)) return false;
    if (keys.some((key) => key < this.key)) return false;
    const overlap = this.newest.get(id) === generation + 1 ? this.overlaps.get(id) : undefined;
    if (this.newest.get(id) !== generation && (overlap === undefined || this.now >= overlap.until)) return false;
    const hung = [this.hangingOnLegacy.get(id), overlap?.hangingOnLegacy].map((order) => order ?? Number.POSITIVE_INFINITY);
    if (Math.min(...hung) < (this.legacyEnded.get(owner) ?? 0) || this.revoked.has(id)) return false;
    const endsAt = Math.min(expiresAt, this.replacedKeys.get(id) ?? Number.POSITIVE_INFINITY);
    if (this.now >= endsAt || !this.canAct(owner)) return false;
    if (order < (this.revokedBefore.get(owner) ?? 0)) return false;
    return !this.switchedOff.has(`${organization} ${kind === 'access' ? 'personal' : kind}`);
  }

  /** A session survives only if every ending since its beginning spared it; a link never survives. */
  #isSignInOver({ id, owner, kind, order }: ModelToken): boolean {
    if (kind !== 'session' && kind !== 'password-reset') return false;
    const since = (this.signInsEnded.get(owner) ?? []).filter((ending) => ending.order > order);
    return since.some(({ spared }) => spared !== id);
  }

  /** In these organizations only owners rank high enough to have a link made. */
  #mayRequester({ organization, requester }: ModelToken): boolean {
    return requester === undefined || (this.canAct(requester) && this.isOwner(organization, requester));
  }

  /** Whether the person has at least this role, and so may make such a key. */
  reaches(owner: string, role: ModelRole): boolean {
    return ladder.indexOf(role) <= ladder.indexOf(this.roles.get(owner) ?? 'annotator');
  }

  /** The role in which a key acts now: its own or its owner's, whichever is lower. */
  roleOf({ owner, role = 'owner' }: ModelToken): ModelRole {
    return this.reaches(owner, role) ? role : (this.roles.get(owner) ?? 'annotator');
  }

  canAct(owner: string): boolean {
    return !this.gone.has(owner) && !this.disabled.has(owner);
  }

  isOwner(organization: string, owner: string): boolean {
    return this.owners.get(organization)?.has(owner) ?? false;
  }

  /** The last owner who can sign in cannot be disabled, demoted or erased. */
  mayLose(organization: string, owner: string): boolean {
    const owners = [...(this.owners.get(organization) ?? [])];
    return !owners.includes(owner) || owners.some((other) => other !== owner && this.canAct(other));
  }
}
