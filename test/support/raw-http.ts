import { connect } from 'node:net';

const limitMs = 5000;

/** Sends these very bytes and answers everything that comes back until the server closes, or five seconds have passed. */
export function rawAnswer(port: number, request: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.setEncoding('utf8').on('data', (text) => {
      answer += text;
    });
    socket.setTimeout(limitMs, () => socket.destroy());
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}
