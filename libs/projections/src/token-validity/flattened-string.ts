/**
 * Returns a flattened copy of the text. V8 keeps the whole parent of a slice and the parts of a concatenation alive: two or three objects
 * instead of one, each of which every garbage collection visits.
 */
export const flattenedString = (text: string): string => Buffer.from(text).toString();
