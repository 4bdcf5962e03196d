import type { Snippet } from '../../parts/snippets.js';

/** How programs use an API key; `url` is the public address of the server. */
export const apiKeySnippets = (url: string): readonly Snippet[] => [
  {
    title: 'Python SDK',
    code: (credential) =>
      [
        'import labelbox',
        '',
        `client = labelbox.Client(api_key="${credential}", endpoint="${url}/graphql")`,
        'print(client.get_user())',
      ].join('\n'),
    note: 'The SDK of Labelbox works unchanged.',
  },
  {
    title: 'curl',
    code: (credential) => `curl -sS ${url}/v1/auth -i -H "Authorization: Bearer ${credential}"`,
    note: 'Any program sends it as a bearer token; there is no second step. This asks whether it is good.',
  },
  {
    title: 'Environment',
    code: (credential) => `export LABELBOX_API_KEY=${credential}`,
    note: 'The SDK reads it where no key is given.',
  },
];
