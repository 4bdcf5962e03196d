import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const limitMs = 5000;
/** Long enough for a server in the same process to have read one piece before the next one comes. */
const betweenMs = 20;

/**
 * Sends these very bytes, piece by piece if they are several, and answers everything that comes back until the server closes, or five
 * seconds have passed. `meanwhile` is done before the last piece.
 */
export function rawAnswer(
  port: number,
  request: string | Buffer | readonly string[],
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const pieces = typeof request === 'string' || Buffer.isBuffer(request) ? [request] : request;
    const socket = connect(port, '127.0.0.1', async () => {
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) await wait(betweenMs);
        if (index > 0 && index === pieces.length - 1) await meanwhile();
        socket.write(piece);
      }
    });
    socket.setEncoding('utf8').on('data', (text) => {
      answer += text;
    });
    socket.setTimeout(limitMs, () => socket.destroy());
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}
