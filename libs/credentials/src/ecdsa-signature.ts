const scalarBytes = 32;
/** The order of the P-256 group. */
const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
/** Half of the order, rounded down. */
const halfOrder = Buffer.from('7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8', 'hex');

/** For every signature (r, s), the pair (r, n − s) verifies too. Only the one with the smaller s is accepted (no malleability). */
export const hasLowS = (signature: Buffer): boolean => signature.compare(halfOrder, 0, scalarBytes, scalarBytes, 2 * scalarBytes) <= 0;

/** Replaces a signature, r and s of 32 bytes each, in place by the equivalent one with low s. */
export function withLowS(signature: Buffer): Buffer {
  if (hasLowS(signature)) return signature;
  let borrowed = 0;
  for (let i = scalarBytes - 1; i >= 0; i -= 1) {
    const difference = order[i] - signature[scalarBytes + i] - borrowed;
    borrowed = difference < 0 ? 1 : 0;
    signature[scalarBytes + i] = difference & 0xff;
  }
  return signature;
}
