import { useState } from 'react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { Header } from 'react-aria-components/Header';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Menu, MenuItem, MenuSection } from 'react-aria-components/Menu';
import { SearchField } from 'react-aria-components/SearchField';
import { counted } from '../parts/counted.js';
import { Dialog } from '../parts/dialog.js';
import { type Found, useAsked, useFixed } from './use-found.js';

const searched = 'Page, act, person or token';

/** Leads to any page, person or token by a part of its name, and does what can be done from everywhere. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const asked = useAsked(typed);
  const sections = [...useFixed(typed), ...asked.sections].filter(({ found }) => found.length > 0);
  const count = sections.reduce((sum, { found }) => sum + found.length, 0);
  const go = ({ run }: Found) => {
    onClose();
    run();
  };
  return (
    <Dialog title="Jump to" onClose={onClose}>
      <Autocomplete inputValue={typed} onInputChange={setTyped}>
        <SearchField className="field palette-search" autoFocus>
          <Label className="unseen">{searched}</Label>
          <Input placeholder={searched} />
        </SearchField>
        <p className="hint" role="status">
          {asked.isAsking ? 'Searching people and tokens …' : counted(count, 'result')}
          {asked.hasFailed && ' People and tokens could not be searched.'}
        </p>
        <Menu className="menu" aria-label="Results" renderEmptyState={() => 'Nothing matches.'}>
          {sections.map(({ title, found }) => (
            <MenuSection key={title}>
              <Header className="menu-header">{title}</Header>
              {found.map((each) => (
                <MenuItem key={each.id} id={each.id} className="option" textValue={each.label} onAction={() => go(each)}>
                  <bdi>{each.label}</bdi>
                  {each.about && <bdi className="hint">{each.about}</bdi>}
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </Menu>
      </Autocomplete>
    </Dialog>
  );
}
