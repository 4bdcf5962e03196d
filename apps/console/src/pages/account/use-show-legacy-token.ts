import type { ReactNode } from 'react';
import { useConsole } from '../../api/use-console.js';
import { legacyTokenSnippets } from '../../parts/sdk-snippets.js';
import { useShowOnce } from '../../parts/show-once.js';

/** Shows the value of a legacy token in the one place that may hold it. It can be revealed again later. */
export function useShowLegacyToken(): (title: string, credential: string, note?: ReactNode) => void {
  const { publicUrl } = useConsole();
  const showOnce = useShowOnce();
  return (title, credential, note) =>
    showOnce({
      title,
      label: 'Legacy token',
      credential,
      variable: 'LABEL_STUDIO_API_KEY',
      snippets: legacyTokenSnippets(publicUrl),
      note,
      isRepeatable: true,
    });
}
