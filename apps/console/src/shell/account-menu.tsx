import { useNavigate } from '@tanstack/react-router';
import { Button } from 'react-aria-components/Button';
import { Header } from 'react-aria-components/Header';
import { Menu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { useConsole } from '../api/use-console.js';
import { prefer, usePreferences } from '../theme/preferences.js';
import { signOut } from './sign-out.js';

const themes = { system: 'As the system', light: 'Light', dark: 'Dark' } as const;

/** The user icon, upper right, with what concerns the person and this browser. */
export function AccountMenu({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const { me } = useConsole();
  const email = me.email ?? 'you';
  const { theme, isUtc, isExact } = usePreferences();
  const navigate = useNavigate();
  return (
    <MenuTrigger>
      <Button className="avatar">
        <span aria-hidden="true">{email.slice(0, 2).toUpperCase()}</span>
        <span className="unseen">Your account: {email}</span>
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="menu">
          <MenuSection>
            <Header className="menu-header">
              {email} ({me.role})
            </Header>
            <MenuItem className="option" onAction={() => navigate({ to: '/account' })}>
              Account &amp; Settings
            </MenuItem>
            <MenuItem className="option" onAction={onShortcuts}>
              Keyboard shortcuts
            </MenuItem>
          </MenuSection>
          <MenuSection
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[theme]}
            onSelectionChange={(keys) => prefer({ theme: [...(keys as Set<typeof theme>)][0] })}
          >
            <Header className="menu-header">Theme</Header>
            {Object.entries(themes).map(([id, label]) => (
              <MenuItem key={id} id={id} className="option">
                {label}
              </MenuItem>
            ))}
          </MenuSection>
          <MenuSection
            selectionMode="multiple"
            selectedKeys={[...(isExact ? ['exact'] : []), ...(isUtc ? ['utc'] : [])]}
            onSelectionChange={(keys) => prefer({ isExact: (keys as Set<string>).has('exact'), isUtc: (keys as Set<string>).has('utc') })}
          >
            <Header className="menu-header">Times</Header>
            <MenuItem id="exact" className="option">
              To the second
            </MenuItem>
            <MenuItem id="utc" className="option">
              In UTC
            </MenuItem>
          </MenuSection>
          <MenuSection>
            <Header className="menu-header">Session</Header>
            <MenuItem className="option" onAction={signOut}>
              Sign out
            </MenuItem>
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
