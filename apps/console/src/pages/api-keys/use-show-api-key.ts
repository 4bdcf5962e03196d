import type { CreatedApiKey } from '#api/features/api-keys/api-key-issuance';
import { useConsole } from '../../api/use-console.js';
import { useShowOnce } from '../../parts/show-once.js';
import { apiKeySnippets } from './api-key-snippets.js';

/** Shows the credential of a key that was made, once. */
export function useShowApiKey(): (created: CreatedApiKey) => void {
  const { publicUrl } = useConsole();
  const showOnce = useShowOnce();
  return ({ credential }) =>
    showOnce({
      title: 'API key created',
      label: 'API key',
      credential,
      variable: 'LABELBOX_API_KEY',
      snippets: apiKeySnippets(publicUrl),
    });
}
