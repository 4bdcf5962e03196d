import { Button } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';

export interface Act {
  readonly label: string;
  readonly onAction: () => void;
  readonly isDanger?: boolean;
}

/** The overflow menu of a row: what can be done with it, in a fixed order. Absent where nothing can. */
export function RowMenu({ of, acts }: { readonly of: string; readonly acts: readonly (Act | false | null)[] }) {
  const offered = acts.filter((act): act is Act => !!act);
  if (offered.length === 0) return null;
  return (
    <MenuTrigger>
      <Button className="quiet small menu-button" aria-label={`Actions of ${of}`}>
        <span aria-hidden="true">⋯</span>
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="menu">
          {offered.map(({ label, onAction, isDanger }) => (
            <MenuItem key={label} id={label} onAction={onAction} className={isDanger ? 'option danger-option' : 'option'}>
              {label}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
