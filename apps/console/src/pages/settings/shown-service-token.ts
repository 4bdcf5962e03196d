import type { Snippet } from '../../parts/snippets.js';

/** How a program uses the token of a service account, which is sent as it is. */
export const serviceTokenSnippets = (url: string): readonly Snippet[] => [
  {
    title: 'Python SDK',
    code: (credential) =>
      ['from label_studio_sdk import LabelStudio', '', `client = LabelStudio(base_url="${url}", api_key="${credential}")`].join('\n'),
  },
  {
    title: 'curl',
    code: (credential) => `curl -sS ${url}/api/current-user/whoami -H 'Authorization: Token ${credential}'`,
    note: 'It is sent as it is, in one step.',
  },
  {
    title: 'Environment',
    code: (credential) => `export LABEL_STUDIO_API_KEY=${credential}`,
    note: 'The SDK reads it where no key is given.',
  },
];

/** What is shown once of a service account's new token. */
export const shownServiceToken = (title: string, credential: string, url: string) => ({
  title,
  label: 'Service account token',
  credential,
  variable: 'LABEL_STUDIO_API_KEY',
  snippets: serviceTokenSnippets(url),
});
