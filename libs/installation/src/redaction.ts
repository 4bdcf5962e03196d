/**
 * The shapes of our credentials in a text. In JSON, the letter of an escape (`
 * `) may stand directly before one.
 */
const shapes = [
  // Opaque credentials.
  /kl_[a-z]{2}_\w+/g,
  // JWTs. Here and below, the text may have been percent-encoded.
  /eyJ[\w-]{8,}(?:(?:\.|%2e)[\w-]+){1,2}/gi,
  // The rest of a JWT without its header and claims: the 64 bytes of an ES256 signature.
  /[\w-]{86,}/g,
  // Legacy tokens; it also matches digests, which nobody needs to read.
  /[0-9a-f]{40,}/gi,
  // Password hashes.
  /(?:\$|%24)argon2[^\s"\\]+/gi,
] as const;

const mark = '[redacted]';

/**
 * The last line of defence for all output that people read: no code passes a credential on, and if some does after all, it is redacted
 * here.
 */
export const redacted = (text: string): string => shapes.reduce((left, shape) => left.replace(shape, mark), text);
