import { Dialog } from '../parts/dialog.js';
import { SwitchField } from '../parts/fields.js';
import { prefer, usePreferences } from '../theme/preferences.js';

const keys: readonly (readonly [string, string])[] = [
  ['Ctrl K or ⌘ K', 'Search or jump to a page'],
  ['g h', 'Home'],
  ['g a', 'Account & Settings'],
  ['g o', 'Organization'],
  ['g s', 'Service accounts'],
  ['g l', 'Activity log'],
  ['/', 'The filter of the page'],
  ['j, k', 'The next row, the row before'],
  ['.', 'The menu of the row'],
  ['?', 'This list'],
];

/** All shortcuts, and whether single letters are any. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const { hasShortcuts } = usePreferences();
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <dl className="shortcuts">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <SwitchField label="Shortcuts of a single letter" isOn={hasShortcuts} onChange={(isOn) => prefer({ hasShortcuts: isOn })} />
      <div className="buttons">
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
