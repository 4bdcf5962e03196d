import { type KeyboardEvent, useState } from 'react';
import { TextField } from '../../parts/fields.js';

/** Addresses in a text, as they are pasted: between spaces, commas or lines. */
const addressesIn = (text: string): readonly string[] => text.split(/[\s,;]+/).filter((each) => each !== '');

/** The list with what still stands in the field. */
export const withTyped = ({ addresses, typed }: Addresses): readonly string[] => [...new Set([...addresses, ...addressesIn(typed)])];

export interface Addresses {
  readonly addresses: readonly string[];
  /** What stands in the field and was not added yet. */
  readonly typed: string;
}

interface AddressesFieldParts {
  readonly value: Addresses;
  readonly onChange: (value: Addresses) => void;
  /** What the server says of them. */
  readonly error: string;
}

/** Addresses and networks from which a key is good, as chips. The server brings each into its one spelling. */
export function AddressesField({ value, onChange, error }: AddressesFieldParts) {
  const [said, setSaid] = useState('');
  const { addresses, typed } = value;
  const add = () => {
    onChange({ addresses: withTyped(value), typed: '' });
    setSaid(`Added ${addressesIn(typed).join(', ')}.`);
  };
  const remove = (address: string) => {
    onChange({ ...value, addresses: addresses.filter((each) => each !== address) });
    setSaid(`Removed ${address}.`);
  };
  const addOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || typed.trim() === '') return;
    event.preventDefault();
    add();
  };
  return (
    <div className="addresses" onKeyDownCapture={(event) => event.target instanceof HTMLInputElement && addOnEnter(event)}>
      <TextField
        label="Allowed addresses"
        hint="IPv4 or IPv6 addresses or networks, such as 192.0.2.0/24. Without any, the key is good from everywhere."
        value={typed}
        onChange={(text) => onChange({ ...value, typed: text })}
        error={error}
        autoComplete="off"
      />
      <button type="button" className="quiet small" disabled={typed.trim() === ''} onClick={add}>
        Add the address
      </button>
      {addresses.length > 0 && (
        <ul className="chips" aria-label="Allowed addresses">
          {addresses.map((address) => (
            <li key={address}>
              <button type="button" className="quiet small" onClick={() => remove(address)}>
                <span>
                  <span className="unseen">Remove </span>
                  <bdi>{address}</bdi>
                </span>
                <span aria-hidden="true">✕</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <span className="unseen" role="status">
        {said}
      </span>
    </div>
  );
}
