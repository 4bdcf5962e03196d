/** One hostile request. `credential` is what must not authenticate; nothing that is sent may come back in an answer. */
export interface Hostile {
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly rawBody?: string | Buffer;
}

export type Random = (below: number) => number;

export interface Goods {
  readonly access: string;
  readonly personal: string;
  readonly legacy: string;
  readonly robot: string;
  readonly cookie: string;
  readonly position: string;
  readonly paths: readonly string[];
}

export const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)];
export const printable = (random: Random, length: number) => Array.from({ length }, () => String.fromCharCode(33 + random(94))).join('');
const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Changes a text at a random place; never into itself. */
export function mutated(text: string, random: Random): string {
  for (;;) {
    const at = random(text.length);
    const [head, tail] = [text.slice(0, at), text.slice(at)];
    const changed = pick(random, [
      () => head + pick(random, [...base64url]) + tail.slice(1),
      () => head + tail.slice(1),
      () => head + pick(random, [...base64url, '.', '=', '+', '/', '%', '"', "'", '~']) + tail,
      () => head + tail.slice(0, 1) + tail,
      () => head + tail.slice(1, 2) + tail.slice(0, 1) + tail.slice(2),
      () => head,
      () => tail + head,
      () => head + tail.toUpperCase(),
      () => text + pick(random, ['.', '=', 'A', '.e30', `.${text}`]),
    ])();
    if (changed !== text && !/[\s,]/.test(changed)) return changed;
  }
}
