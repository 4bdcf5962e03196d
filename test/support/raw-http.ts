import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { givesUpAfterMs } from './eventually.js';

/** Long enough for a server in the same process to have read one piece before the next one comes. */
const betweenMs = 20;

/**
 * Sends these very bytes, piece by piece if they are several, and answers everything that comes back until the server closes, which the
 * last request must ask for. A server may close, or break the connection off, before it has read everything. `meanwhile` is done before the
 * last piece.
 */
export function rawAnswer(
  port: number,
  request: string | Buffer | readonly string[],
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const pieces = typeof request === 'string' || Buffer.isBuffer(request) ? [request] : request;
    const send = async () => {
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) await wait(betweenMs);
        if (index > 0 && index === pieces.length - 1) await meanwhile();
        if (socket.writable) socket.write(piece);
      }
    };
    const socket = connect(port, '127.0.0.1', () => void send().catch(reject));
    socket.setEncoding('utf8').on('data', (text) => {
      answer += text;
    });
    socket.setTimeout(givesUpAfterMs, () => socket.destroy());
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') reject(error);
    });
    socket.on('close', () => resolve(answer));
  });
}
