const head = (line, headers) => `${line}\r\nHost: 127.0.0.1\r\n${headers}\r\n`;

const withBody = (line, headers, body) =>
  Buffer.from(`${head(line, `${headers}Content-Length: ${Buffer.byteLength(body)}\r\n`)}${body}`, 'latin1');

/** The templates that make a credential into the bytes of a request. */
const forms = {
  'GET with Bearer':
    ({ path }) =>
    (credential) =>
      Buffer.from(head(`GET ${path} HTTP/1.1`, `Authorization: Bearer ${credential}\r\n`), 'latin1'),
  'GET with Token':
    ({ path }) =>
    (credential) =>
      Buffer.from(head(`GET ${path} HTTP/1.1`, `Authorization: Token ${credential}\r\n`), 'latin1'),
  'POST refresh as JSON':
    ({ path }) =>
    (credential) =>
      withBody(`POST ${path} HTTP/1.1`, 'Content-Type: application/json\r\n', JSON.stringify({ refresh: credential })),
  'POST token as form':
    ({ path, basic }) =>
    (credential) =>
      withBody(
        `POST ${path} HTTP/1.1`,
        `Authorization: Basic ${basic}\r\nContent-Type: application/x-www-form-urlencoded\r\n`,
        `token=${credential}`,
      ),
};

/** Returns the requests that `form` makes of the credentials, as bytes on the wire. */
export function requestsOf({ kind, ...rest }, credentials) {
  const request = forms[kind](rest);
  return credentials.map(request);
}
