const blanks = ' \t\r\n';

/**
 * The text without ASCII blanks and line ends around it, which come along when a text is copied or read from a file. Nothing else is
 * removed, because two texts that look alike must not be one credential. It works by index, because a regular expression would take
 * quadratic time.
 */
export function withoutSurroundingBlanks(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && blanks.includes(text[from])) from += 1;
  while (from < to && blanks.includes(text[to - 1])) to -= 1;
  return text.slice(from, to);
}
