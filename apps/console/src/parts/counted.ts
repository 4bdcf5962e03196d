/** A number with what it counts: `1 token`, `3 tokens`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
