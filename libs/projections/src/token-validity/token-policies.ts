import type { Role } from '#domain/role';
import { flattenedString } from './flattened-string.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot/snapshot-stream.js';

/** What many tokens have in common, so that a row holds the number of it. */
export interface TokenPolicy {
  /** Id of the key that signed the credential of the newest generation; null for credentials that are not signed. */
  readonly signingKeyId: string | null;
  /** Reserved for keys with a role of their own: null is the owner's role. No event says anything else yet. */
  readonly role: Role | null;
  /** Reserved for keys that are good from some networks only: null is everywhere. No event says anything else yet. */
  readonly addresses: readonly string[] | null;
}

interface NumberedPolicy extends TokenPolicy {
  isKeyRetired: boolean;
}

/** Of a token that nothing is said of. */
const plain: TokenPolicy = { signingKeyId: null, role: null, addresses: null };

/** Every policy that a token has or had, by number; each stands here once, and 0 is the plain one. */
export class TokenPolicies {
  readonly #policies: NumberedPolicy[] = [];
  readonly #numbers = new Map<string, number>();
  /** By the header that names the key: it is the same text for all that the key signed, and nothing needs to be parsed again. */
  readonly #numberByHeader = new Map<string, number>();
  readonly #retiredKeys = new Set<string>();

  constructor() {
    this.numberOf(plain);
  }

  at(number: number): TokenPolicy {
    return this.#policies[number];
  }

  isKeyRetired(number: number): boolean {
    return this.#policies[number].isKeyRetired;
  }

  numberOf({ signingKeyId, role, addresses }: TokenPolicy): number {
    const text = JSON.stringify([signingKeyId, role, addresses]);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const isKeyRetired = signingKeyId !== null && this.#retiredKeys.has(signingKeyId);
    const number = this.#policies.push({ signingKeyId, role, addresses, isKeyRetired }) - 1;
    this.#numbers.set(text, number);
    return number;
  }

  /** Number of the policy that is the one before in all but the key, which the `header.payload` of the new credential names. */
  signedAnew(number: number, signedInput: string | undefined): number {
    const header = signedInput?.slice(0, signedInput.indexOf('.')) ?? '';
    const { role, addresses } = this.#policies[number];
    if (role !== null || addresses !== null) return this.numberOf({ signingKeyId: keyIdIn(header), role, addresses });
    const known = this.#numberByHeader.get(header);
    if (known !== undefined) return known;
    const signed = this.numberOf({ ...plain, signingKeyId: keyIdIn(header) });
    this.#numberByHeader.set(flattenedString(header), signed);
    return signed;
  }

  /** For ever. What the key signs afterwards, or is heard of only then, is retired no less. */
  retireKey(signingKeyId: string): void {
    this.#retiredKeys.add(signingKeyId);
    for (const policy of this.#policies) if (policy.signingKeyId === signingKeyId) policy.isKeyRetired = true;
  }

  save(writer: SnapshotWriter): void {
    writer.writeRows(this.#policies.map(({ signingKeyId, role, addresses }) => [signingKeyId, role, addresses]));
    writer.writeRows(this.#retiredKeys);
  }

  /** Of an empty one. */
  load(reader: SnapshotReader): void {
    reader.readRows(([signingKeyId, role, addresses]) => this.numberOf({ signingKeyId, role, addresses }));
    reader.readRows((signingKeyId) => this.retireKey(signingKeyId));
  }
}

/** Null where the header names none. Whether the key is ours, and signed this, is for those to find out who are shown the credential. */
function keyIdIn(header: string): string | null {
  try {
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
    return typeof kid === 'string' ? flattenedString(kid) : null;
  } catch {
    return null;
  }
}
