/** A random text; `crypto.randomUUID` exists on secure origins alone, and the console is also served without encryption in a laboratory. */
export const newIdempotencyKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
