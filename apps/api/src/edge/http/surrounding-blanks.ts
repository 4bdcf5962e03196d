const blanks = ' \t\r\n';

/**
 * The text without the ASCII blanks and line ends around it, as they come along when it is copied or read from a file. Nothing else
 * is taken off: two texts that look alike must not be one credential. By index, since a pattern takes the square of the time.
 */
export function withoutSurroundingBlanks(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && blanks.includes(text[from])) from += 1;
  while (from < to && blanks.includes(text[to - 1])) to -= 1;
  return text.slice(from, to);
}
