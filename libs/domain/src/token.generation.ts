/** What is kept of one generation's credential: enough to recognise it, never enough to present it. */
export interface Kept {
  /** Version of the pepper under which `lookup` and `digest` were computed. */
  readonly pepperVersion: number;
  /** JWT kinds: one id per generation. */
  readonly jti?: string;
  /** JWT kinds: `header.payload`, the form in which Label Studio lists a token. */
  readonly signedInput?: string;
  /** JWT kinds: keyed digest of the whole credential, so that a stolen signing key alone forges nothing. */
  readonly digest?: string;
  /** Legacy tokens: the vault row in which the value lies sealed. */
  readonly vaultId?: string;
}

export interface Generation {
  readonly generation: number;
  /** 16 bytes, base64url: the token id for JWT kinds, the truncated keyed digest of the secret for the others. */
  readonly lookup: string;
  readonly expiresAt: string | null;
  readonly kept: Kept;
}
