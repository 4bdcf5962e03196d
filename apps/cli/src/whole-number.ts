import { InvalidArgumentError } from 'commander';

/** What follows an option that counts something. */
export function whole(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return Number(text);
}
