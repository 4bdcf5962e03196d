import type { Snippet } from './snippets.js';

const asText = (...lines: readonly string[]) => lines.join('\n');

/** The SDK of Label Studio takes every kind of token in the same way. */
const sdkCode = (url: string) => (credential: string) =>
  asText('from label_studio_sdk import LabelStudio', '', `client = LabelStudio(base_url="${url}", api_key="${credential}")`);

const environmentOf = (variable: string): Snippet => ({
  title: 'Environment',
  code: (credential) => `export ${variable}=${credential}`,
  note: 'The SDK reads it where no key is given.',
});

const environment = environmentOf('LABEL_STUDIO_API_KEY');

const sentAsItIs = (url: string, note: string): Snippet => ({
  title: 'curl',
  code: (credential) => `curl -sS ${url}/api/current-user/whoami -H "Authorization: Token ${credential}"`,
  note,
});

/** How clients use a legacy token; `url` is the public address of the server, as below. */
export const legacyTokenSnippets = (url: string): readonly Snippet[] => [
  { title: 'Python SDK', code: sdkCode(url), note: 'It is set once, in the same way as a personal access token.' },
  sentAsItIs(url, 'The token itself is sent with each request.'),
  environment,
  {
    title: 'ML backend',
    code: (credential) => asText(`export LABEL_STUDIO_URL=${url}`, `export LABEL_STUDIO_API_KEY=${credential}`),
    note: 'The Label Studio ML backend works with a legacy token alone.',
  },
];

/** How clients use the token of a service account. */
export const serviceAccountTokenSnippets = (url: string): readonly Snippet[] => [
  { title: 'Python SDK', code: sdkCode(url) },
  sentAsItIs(url, 'It is sent as it is, in one step.'),
  environment,
];

/** How clients use a personal access token. */
export const personalTokenSnippets = (url: string): readonly Snippet[] => [
  {
    title: 'Python SDK',
    code: sdkCode(url),
    note: 'The SDK exchanges the token by itself, whenever that is needed.',
  },
  {
    title: 'curl',
    code: (credential) =>
      asText(
        `access=$(curl -sS ${url}/api/token/refresh -H 'Content-Type: application/json' -d '{"refresh": "${credential}"}' |`,
        `  sed 's/.*"access":"\\([^"]*\\)".*/\\1/')`,
        `curl -sS ${url}/api/current-user/whoami -H "Authorization: Bearer $access"`,
      ),
    note:
      'Over plain HTTP there are two steps: the token is exchanged for an access token, which is good for about five minutes. ' +
      'After a 401, exchange it again.',
  },
  environment,
  {
    title: 'When does it expire?',
    code: (credential) =>
      asText(
        'import datetime, jwt',
        '',
        `claims = jwt.decode("${credential}", options={"verify_signature": False})`,
        'print(datetime.datetime.fromtimestamp(claims["exp"], datetime.UTC))',
      ),
    note: 'Needs the package pyjwt.',
  },
];

/** How programs use an API key. */
export const apiKeySnippets = (url: string): readonly Snippet[] => [
  {
    title: 'Python SDK',
    code: (credential) =>
      asText(
        'import labelbox',
        '',
        `client = labelbox.Client(api_key="${credential}", endpoint="${url}/graphql")`,
        'print(client.get_user())',
      ),
    note: 'The SDK of Labelbox works unchanged.',
  },
  {
    title: 'curl',
    code: (credential) => `curl -sS ${url}/v1/auth -i -H "Authorization: Bearer ${credential}"`,
    note: 'Any program sends it as a bearer token; there is no second step. This asks whether it is good.',
  },
  environmentOf('LABELBOX_API_KEY'),
];
