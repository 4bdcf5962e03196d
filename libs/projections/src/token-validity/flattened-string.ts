/**
 * The same text in one piece of its own. A part of a text keeps the whole of it alive, and of a text that was put together V8 keeps
 * the pieces: two or three objects where one would do, each of which every collection of garbage visits.
 */
export const flattenedString = (text: string): string => Buffer.from(text).toString();
