import { granted, type Route, type Sent } from './call.js';
import { Problem } from './problem.js';

/** What was loaded, and the answer that it came with. */
interface Downloaded {
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
  readonly headers: Headers;
}

/**
 * Loads an answer piece by piece, however long it is. `onBytes` is told how many bytes more have come.
 *
 * @throws Problem what the server said, or that the answer was cut off; an AbortError where the signal said so
 */
export async function download(route: Route, sent: Sent, onBytes: (count: number) => void): Promise<Downloaded> {
  const { body, headers } = await granted(route, sent);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  if (body === null) return { parts, headers };
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { parts, headers };
      parts.push(value);
      onBytes(value.byteLength);
    }
  } catch (error) {
    if (sent.signal?.aborted) throw error;
    throw new Problem(0, 'cut', 'The answer was cut off, so nothing is saved: a part must not look like the whole.');
  }
}
