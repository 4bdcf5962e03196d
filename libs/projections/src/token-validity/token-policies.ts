import type { Role } from '#domain/role';
import { flattenedString } from './flattened-string.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot/snapshot-stream.js';

/** Facts that many tokens share; a row holds the number of its policy. */
export interface TokenPolicy {
  /** Id of the key that signed the credential of the newest generation; null for credentials that are not signed. */
  readonly signingKeyId: string | null;
  /** The role of the API key itself; null means the owner's role. */
  readonly role: Role | null;
}

interface NumberedPolicy extends TokenPolicy {
  isKeyRetired: boolean;
}

/** The policy of a token with no special facts. */
const plain: TokenPolicy = { signingKeyId: null, role: null };

/** Every policy that a token has or had, by number and without duplicates; number 0 is the plain policy. */
export class TokenPolicies {
  readonly #policies: NumberedPolicy[] = [];
  readonly #numbers = new Map<string, number>();
  /** Policies by JWT header: all credentials that one key signed share it, so it is parsed only once. */
  readonly #numberByHeader = new Map<string, number>();
  readonly #retiredKeys = new Set<string>();

  constructor() {
    this.numberOf(plain);
  }

  at(number: number): TokenPolicy & { readonly isKeyRetired: boolean } {
    return this.#policies[number];
  }

  isKeyRetired(number: number): boolean {
    return this.#policies[number].isKeyRetired;
  }

  numberOf({ signingKeyId, role }: TokenPolicy): number {
    const text = JSON.stringify([signingKeyId, role]);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const isKeyRetired = signingKeyId !== null && this.#retiredKeys.has(signingKeyId);
    const number = this.#policies.push({ signingKeyId, role, isKeyRetired }) - 1;
    this.#numbers.set(text, number);
    return number;
  }

  /** Returns the policy that differs from the given one only in the signing key, which the `header.payload` of the new credential names. */
  signedAnew(number: number, signedInput: string | undefined): number {
    const header = headerOf(signedInput);
    const { role } = this.#policies[number];
    if (role !== null) return this.numberOf({ signingKeyId: keyIdIn(header), role });
    const known = this.#numberByHeader.get(header);
    if (known !== undefined) return known;
    const signed = this.numberOf({ ...plain, signingKeyId: keyIdIn(header) });
    this.#numberByHeader.set(flattenedString(header), signed);
    return signed;
  }

  /** Returns the policy that differs from the given one only in the role. */
  withRole(number: number, role: Role | null): number {
    const { signingKeyId } = this.#policies[number];
    return this.numberOf({ signingKeyId, role });
  }

  /** Retirement is final. It also covers what the key signs afterwards, and policies that first name the key later. */
  retireKey(signingKeyId: string): void {
    this.#retiredKeys.add(signingKeyId);
    for (const policy of this.#policies) if (policy.signingKeyId === signingKeyId) policy.isKeyRetired = true;
  }

  save(writer: SnapshotWriter): void {
    writer.writeRows(this.#policies.map(({ signingKeyId, role }) => [signingKeyId, role]));
    writer.writeRows(this.#retiredKeys);
  }

  /** Must be called on an empty object. */
  load(reader: SnapshotReader): void {
    reader.readRows(([signingKeyId, role]) => this.numberOf({ signingKeyId, role }));
    reader.readRows((signingKeyId) => this.retireKey(signingKeyId));
  }
}

const headerOf = (signedInput: string | undefined): string => signedInput?.slice(0, signedInput.indexOf('.')) ?? '';

/** The id of the key that signed the credential with this `header.payload`; null where none is named. */
export const signingKeyIdIn = (signedInput: string | undefined): string | null => keyIdIn(headerOf(signedInput));

/** Null when the header names no key. Whether the key is ours and made the signature is verified when the credential is presented. */
function keyIdIn(header: string): string | null {
  try {
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
    return typeof kid === 'string' ? flattenedString(kid) : null;
  } catch {
    return null;
  }
}
