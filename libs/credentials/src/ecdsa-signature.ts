/** Order of the P-256 group. */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const halfOrder = Buffer.from((order / 2n).toString(16).padStart(64, '0'), 'hex');

/** For every signature (r, s) the pair (r, n − s) verifies too. Only the one with the smaller s counts here. */
export const hasLowS = (signature: Buffer): boolean => signature.compare(halfOrder, 0, 32, 32, 64) <= 0;

/** The equivalent signature that counts. `signature` is r and s, 32 bytes each. */
export function withLowS(signature: Buffer): Buffer {
  if (hasLowS(signature)) return signature;
  const s = (order - sOf(signature)).toString(16).padStart(64, '0');
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(s, 'hex')]);
}

const sOf = (signature: Buffer) => BigInt(`0x${signature.subarray(32).toString('hex')}`);
