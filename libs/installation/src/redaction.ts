/** What a credential of ours can look like in a text. In JSON a letter of an escape (`\n`) may stand right before it. */
const shapes = [
  // Opaque credentials.
  /kl_[a-z]{2}_\w+/g,
  // JWTs. Here and below a text may have been percent-encoded.
  /eyJ[\w-]{8,}(?:(?:\.|%2e)[\w-]+){1,2}/gi,
  // What is left of a JWT when its header and claims are cut off: the 64 bytes of an ES256 signature.
  /[\w-]{86,}/g,
  // Legacy tokens, and digests that nobody needs to read either.
  /[0-9a-f]{40,}/gi,
  // Password hashes.
  /(?:\$|%24)argon2[^\s"\\]+/gi,
] as const;

const mark = '[redacted]';

/**
 * The last line of defence of whatever this process writes for people: no code passes a credential on, and if some does after all,
 * it is taken out here.
 */
export const redacted = (text: string): string => shapes.reduce((left, shape) => left.replace(shape, mark), text);
