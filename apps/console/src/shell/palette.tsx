import { useNavigate } from '@tanstack/react-router';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Menu, MenuItem } from 'react-aria-components/Menu';
import { SearchField } from 'react-aria-components/SearchField';
import { Dialog } from '../parts/dialog.js';
import { useDestinations } from './destinations.js';

const contains = (text: string, typed: string) => text.toLowerCase().includes(typed.trim().toLowerCase());

/** Leads to any page by a part of its name. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const destinations = useDestinations();
  const navigate = useNavigate();
  const go = (to: string) => {
    onClose();
    void navigate({ to });
  };
  return (
    <Dialog title="Jump to" onClose={onClose}>
      <Autocomplete filter={contains}>
        <SearchField className="field" autoFocus>
          <Label className="unseen">Page</Label>
          <Input placeholder="Page" />
        </SearchField>
        <Menu className="menu" aria-label="Pages" onAction={(key) => go(String(key))} renderEmptyState={() => 'Nothing matches.'}>
          <MenuItem id="/" className="option" textValue="Home">
            Home
          </MenuItem>
          {destinations.map(({ label, to, group }) => (
            <MenuItem key={to} id={to} className="option" textValue={`${group} ${label}`}>
              <span className="soft">{group} /</span> {label}
            </MenuItem>
          ))}
        </Menu>
      </Autocomplete>
    </Dialog>
  );
}
