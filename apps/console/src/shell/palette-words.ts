/** Access tokens and API keys mean the same, so either word finds what is called by the other. */
const inOneWord = (text: string) =>
  text
    .toLowerCase()
    .replace(/\b(access token|api[ -]?key)(s?)\b/g, 'token$2')
    .trim();

/** Whether a text has each word of what was typed, in any case and order. */
export const isFoundBy = (text: string, typed: string): boolean => {
  const words = inOneWord(typed).split(/\s+/);
  return words.every((word) => inOneWord(text).includes(word)) || text.toLowerCase().includes(typed.trim().toLowerCase());
};

/** Whether nothing but the word for them was typed, so that all of them are meant. */
export const isWordForTokens = (typed: string): boolean => /^(api[ -]?key|(access )?token)s?$/i.test(typed.trim());
