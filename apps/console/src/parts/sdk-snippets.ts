import type { Snippet } from './snippets.js';

const asPython = (lines: readonly string[]) => lines.join('\n');

/** The SDK takes every kind of token in the same way. */
const sdkCode = (url: string) => (credential: string) =>
  asPython(['from label_studio_sdk import LabelStudio', '', `client = LabelStudio(base_url="${url}", api_key="${credential}")`]);

const environment: Snippet = {
  title: 'Environment',
  code: (credential) => `export LABEL_STUDIO_API_KEY=${credential}`,
  note: 'The SDK reads it where no key is given.',
};

/** How clients use a legacy token; `url` is the public address of the server. */
export const legacyTokenSnippets = (url: string): readonly Snippet[] => [
  { title: 'Python SDK', code: sdkCode(url), note: 'It is set once, in the same way as a personal access token.' },
  {
    title: 'curl',
    code: (credential) => `curl -sS ${url}/api/current-user/whoami -H "Authorization: Token ${credential}"`,
    note: 'The token itself is sent with each request.',
  },
  environment,
  {
    title: 'ML backend',
    code: (credential) => [`export LABEL_STUDIO_URL=${url}`, `export LABEL_STUDIO_API_KEY=${credential}`].join('\n'),
    note: 'The Label Studio ML backend works with a legacy token alone.',
  },
];

/** How clients use a personal access token or the token of a service account; `url` is the public address of the server. */
export const refreshTokenSnippets = (url: string): readonly Snippet[] => [
  {
    title: 'Python SDK',
    code: sdkCode(url),
    note: 'The SDK exchanges the token by itself, whenever that is needed.',
  },
  {
    title: 'curl',
    code: (credential) =>
      [
        `access=$(curl -sS ${url}/api/token/refresh -H 'Content-Type: application/json' -d '{"refresh": "${credential}"}' |`,
        `  sed 's/.*"access":"\\([^"]*\\)".*/\\1/')`,
        `curl -sS ${url}/api/current-user/whoami -H "Authorization: Bearer $access"`,
      ].join('\n'),
    note:
      'Over plain HTTP there are two steps: the token is exchanged for an access token, which is good for about five minutes. ' +
      'After a 401, exchange it again.',
  },
  environment,
  {
    title: 'When does it expire?',
    code: (credential) =>
      asPython([
        'import datetime, jwt',
        '',
        `claims = jwt.decode("${credential}", options={"verify_signature": False})`,
        'print(datetime.datetime.fromtimestamp(claims["exp"], datetime.UTC))',
      ]),
    note: 'Needs the package pyjwt.',
  },
];
