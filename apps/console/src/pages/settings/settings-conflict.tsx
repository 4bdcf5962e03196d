import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { type Setting, settingLabels, settingValue } from './setting-words.js';
import type { Conflict, SettingsChange } from './use-settings-change.js';

/** Asks what is to become of a change while somebody else has changed the settings; it shows what the person saw, and what is now. */
export function SettingsConflict({ change, onDone }: { readonly change: SettingsChange; readonly onDone?: () => void }) {
  const { conflict, goOn, leave } = change;
  if (conflict === null) return null;
  const confirm = async () => {
    if (await goOn()) onDone?.();
  };
  return (
    <ConfirmDialog
      title="The settings have changed meanwhile"
      act="Make my change all the same"
      cancel="Leave the settings as they are now"
      size="wide"
      isDanger={false}
      command={change}
      onConfirm={confirm}
      onClose={leave}
    >
      <p>Somebody changed them after this page was loaded. Nothing of yours was lost, and nothing was done.</p>
      <Versions conflict={conflict} change={change} />
    </ConfirmDialog>
  );
}

function Versions({
  conflict: { seen, changes },
  change: { organization },
}: {
  readonly conflict: Conflict;
  readonly change: SettingsChange;
}) {
  const settings = (Object.keys(settingLabels) as Setting[]).filter(
    (setting) => seen[setting] !== organization[setting] || changes[setting] !== undefined,
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
    <section className="table-scroll" aria-label="Both versions" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Setting</th>
            <th scope="col">You saw</th>
            <th scope="col">It is now</th>
            <th scope="col">You wish</th>
          </tr>
        </thead>
        <tbody>
          {settings.map((setting) => (
            <tr key={setting}>
              <th scope="row">{settingLabels[setting]}</th>
              <td data-label="You saw">{settingValue(setting, seen[setting])}</td>
              <td data-label="It is now">{settingValue(setting, organization[setting])}</td>
              <td data-label="You wish">{changes[setting] === undefined ? 'as it is now' : settingValue(setting, changes[setting])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
