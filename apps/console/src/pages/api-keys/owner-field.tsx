import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { Button } from 'react-aria-components/Button';
import { ComboBox } from 'react-aria-components/ComboBox';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';
import { useConsole } from '../../api/use-console.js';
import { peopleQuery } from './api-keys.queries.js';

interface OwnerFieldParts {
  /** The address as it was typed or chosen; empty for oneself. */
  readonly value: string;
  readonly onChange: (email: string) => void;
  /** What the server says of it. */
  readonly error: string;
}

/** Whose key it will be: oneself, or a member who is found by a part of the name or address. */
export function OwnerField({ value, onChange, error }: OwnerFieldParts) {
  const { me } = useConsole();
  const typed = useDeferredValue(value.trim());
  const { data: people = [] } = useQuery(peopleQuery(typed));
  const found = typed === '' ? [] : people.filter(({ email }) => email !== null);
  return (
    <ComboBox
      className="field"
      inputValue={value}
      onInputChange={onChange}
      onSelectionChange={(email) => email !== null && onChange(String(email))}
      items={found.map((person) => ({ ...person, id: person.email as string }))}
      allowsCustomValue
      allowsEmptyCollection
      menuTrigger="input"
      isInvalid={error !== ''}
      validationBehavior="aria"
    >
      <Label>Owner</Label>
      <div className="combo">
        <Input placeholder={me.email ?? 'you'} autoComplete="off" maxLength={254} />
        <Button className="quiet small" aria-label="Members">
          <span aria-hidden="true">▾</span>
        </Button>
      </div>
      <Text slot="description" className="hint">
        The address of a member. Without one, the key is yours. A key acts for its owner, and never above the owner’s role.
      </Text>
      <FieldError className="field-error">{error}</FieldError>
      <Popover className="popover">
        <section aria-label="Members who are found">
          <ListBox
            renderEmptyState={() => (
              <p className="option soft">{typed === '' ? 'Type a part of a name or address.' : 'Nobody is found.'}</p>
            )}
          >
            {({ id, email, name, role }: (typeof found)[number]) => (
              <ListBoxItem id={id} textValue={email ?? ''} className="option">
                <bdi>{email}</bdi>
                <span className="hint">
                  {name && <bdi>{name}</bdi>} {role}
                </span>
              </ListBoxItem>
            )}
          </ListBox>
        </section>
      </Popover>
    </ComboBox>
  );
}
