import { useReceipts } from './receipts.js';
import type { Act } from './row-menu.js';

/** An entry for the menu of a row: copies the whole id of the row. */
export function useCopyId(): (id: string) => Act {
  const give = useReceipts();
  const copy = async (id: string) => {
    try {
      await navigator.clipboard.writeText(id);
      give({ sentence: `Copied the id ${id}.`, position: null });
    } catch {
      give({ sentence: `The browser does not allow copying. The id is ${id}.`, position: null });
    }
  };
  return (id) => ({ label: 'Copy id', onAction: () => void copy(id) });
}
