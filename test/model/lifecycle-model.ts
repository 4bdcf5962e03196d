/** What Keyledger promises, in as few lines as it can be said. Times in seconds; `order` counts what was issued and revoked. */
export interface ModelToken {
  readonly owner: string;
  readonly organization: string;
  readonly kind: 'personal' | 'legacy' | 'session' | 'service-account';
  readonly generation: number;
  readonly order: number;
  readonly expiresAt: number;
}

export class Model {
  now = 0;
  order = 0;
  readonly switchedOff = new Set<string>();
  readonly disabled = new Set<string>();
  readonly gone = new Set<string>();
  readonly revokedBefore = new Map<string, number>();
  readonly revoked = new Set<string>();
  readonly newest = new Map<string, number>();
  readonly owners = new Map<string, Set<string>>();

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

  /** Whether a credential of this token and generation is good now. */
  isGood(id: string, { owner, organization, kind, generation, order, expiresAt }: ModelToken): boolean {
    if (this.newest.get(id) !== generation || this.revoked.has(id)) return false;
    if (this.now >= expiresAt || this.gone.has(owner) || this.disabled.has(owner)) return false;
    if (order < (this.revokedBefore.get(owner) ?? 0)) return false;
    return !this.switchedOff.has(`${organization} ${kind}`);
  }

  /** The last owner who can sign in cannot be disabled, demoted or erased. */
  mayLose(organization: string, owner: string): boolean {
    const owners = this.owners.get(organization) ?? new Set();
    return !owners.has(owner) || [...owners].some((other) => other !== owner && !this.disabled.has(other));
  }
}
