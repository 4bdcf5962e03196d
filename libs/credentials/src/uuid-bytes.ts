/** The number of bytes of a UUID. */
export const uuidBytes = 16;

const textLength = 36;
const dash = 0x2d;
const digits = Buffer.from('0123456789abcdef');
const digitValue = new Int8Array(128).fill(-1);
for (const [value, digit] of digits.entries()) digitValue[digit] = value;

/** Positions in the text of the first hex digit of each byte. */
const places = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
const text = Buffer.alloc(textLength, dash);

/** Writes a UUID as 16 bytes; returns false for a text that is not a canonical UUID, and the bytes are undefined then. */
export function writeUuid(uuid: string, bytes: Uint8Array, at: number): boolean {
  if (uuid.length !== textLength) return false;
  for (let i = 0; i < uuidBytes; i += 1) {
    const place = places[i];
    const value = (digitValue[uuid.charCodeAt(place)] << 4) | digitValue[uuid.charCodeAt(place + 1)];
    if (!(value >= 0)) return false;
    bytes[at + i] = value;
  }
  return uuid[8] === '-' && uuid[13] === '-' && uuid[18] === '-' && uuid[23] === '-';
}

/** Returns the UUID whose 16 bytes begin at `at`. */
export function readUuid(bytes: Uint8Array, at: number): string {
  for (let i = 0; i < uuidBytes; i += 1) {
    const byte = bytes[at + i];
    text[places[i]] = digits[byte >> 4];
    text[places[i] + 1] = digits[byte & 15];
  }
  return text.toString('latin1');
}
