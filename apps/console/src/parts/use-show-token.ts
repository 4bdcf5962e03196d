import { useConsole } from '../api/use-console.js';
import { apiKeySnippets, legacyTokenSnippets, personalTokenSnippets, serviceAccountTokenSnippets } from './sdk-snippets.js';
import { useShowOnce } from './show-once.js';

const labelStudio = { variable: 'LABEL_STUDIO_API_KEY' };

/** What the credential of each kind is called, and how clients use it. A legacy token can be revealed again. */
const shown = {
  personal: { label: 'Personal access token', snippetsOf: personalTokenSnippets, ...labelStudio },
  legacy: { label: 'Legacy token', snippetsOf: legacyTokenSnippets, isRepeatable: true, ...labelStudio },
  'service-account': { label: 'Service account token', snippetsOf: serviceAccountTokenSnippets, ...labelStudio },
  'api-key': { label: 'API key', snippetsOf: apiKeySnippets, variable: 'LABELBOX_API_KEY' },
} as const;

/** Shows the credential of a token that was made, or revealed, in the one place that may hold it. */
export function useShowToken(kind: keyof typeof shown): (title: string, credential: string) => void {
  const { publicUrl } = useConsole();
  const showOnce = useShowOnce();
  const { snippetsOf, ...look } = shown[kind];
  return (title, credential) => showOnce({ title, credential, snippets: snippetsOf(publicUrl), ...look });
}
