import { connect } from 'node:net';

const headEnd = Buffer.from('\r\n\r\n');

/**
 * One kept-alive HTTP/1.1 connection with one request in flight. It reads only the status and the length of a response: a client that is
 * slower than the server would measure itself.
 *
 * @param onAnswer called with the status and, when `wantsBodies`, the body as text
 * @param onEnd called once when the server closes the connection, or with the error
 */
export function openConnection(port, { onAnswer, onEnd, wantsBodies = false }) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let pending = null;
  socket.on('data', (chunk) => {
    pending = pending === null ? chunk : Buffer.concat([pending, chunk]);
    const answer = wholeAnswer(pending, wantsBodies);
    if (answer === null) return;
    pending = null;
    onAnswer(answer.status, answer.body);
  });
  socket.on('error', onEnd);
  socket.on('close', () => onEnd());
  return { send: (request) => socket.write(request), close: () => socket.destroy() };
}

/** Returns `{status, body}` once the response is complete, null before. */
function wholeAnswer(bytes, wantsBody) {
  const end = bytes.indexOf(headEnd);
  if (end < 0) return null;
  const status = (bytes[9] - 48) * 100 + (bytes[10] - 48) * 10 + (bytes[11] - 48);
  const bodyStart = end + headEnd.length;
  const length = contentLength(bytes.latin1Slice(0, end));
  if (bytes.length < bodyStart + length) return null;
  return { status, body: wantsBody ? bytes.toString('utf8', bodyStart, bodyStart + length) : null };
}

function contentLength(head) {
  const at = head.search(/\r\ncontent-length:/i);
  if (at < 0) throw new Error(`An answer without a length:\n${head}`);
  return Number.parseInt(head.slice(at + 17, at + 29), 10);
}
