import { useState } from 'react';
import type { CreatedApiKey } from '#api/features/api-keys/api-key-issuance';
import { useCommand } from '../../api/use-command.js';
import { useCan, useConsole } from '../../api/use-console.js';
import { SelectField } from '../../parts/fields.js';
import { FormDialog } from '../../parts/form-dialog.js';
import { NameField } from '../../parts/name-field.js';
import { useShowToken } from '../../parts/use-show-token.js';
import { type Addresses, AddressesField, withTyped } from './addresses-field.js';
import { OwnerField } from './owner-field.js';
import { secondsOf, type Validity } from './validity.js';
import { useValidityError, ValidityField } from './validity-field.js';

/** The key that a new one is to take the place of. */
export interface Replaced {
  readonly name: string | null;
  readonly role: string | null;
  /** Null for one's own. */
  readonly ownerEmail: string | null;
  readonly addresses: readonly string[];
}

/** Makes an API key, for oneself or for a member. What `replaced` was is filled in. */
export function CreateApiKey({ replaced, onClose }: { readonly replaced?: Replaced; readonly onClose: () => void }) {
  const { me, roles } = useConsole();
  const can = useCan();
  const show = useShowToken('api-key');
  const create = useCommand<CreatedApiKey>('POST /v1/api-keys', ['api-keys', 'tokens', 'summary']);
  const offered = roles.filter(({ role, assignable, forApiKeys }) => forApiKeys && (assignable || role === me.role));
  const [name, setName] = useState(replaced?.name ?? '');
  const [validity, setValidity] = useState<Validity>({ count: '4', unit: 'week' });
  const [role, setRole] = useState(replaced?.role ?? offered[0].role);
  const [email, setEmail] = useState(replaced?.ownerEmail ?? '');
  const [addresses, setAddresses] = useState<Addresses>({ addresses: replaced?.addresses ?? [], typed: '' });
  const isWrong = useValidityError(validity) !== '';
  const submit = async () => {
    const userEmail = email.trim() || undefined;
    const allowedIpCidrs = withTyped(addresses);
    const body = { name, role, validitySeconds: secondsOf(validity), userEmail, ...(allowedIpCidrs.length > 0 && { allowedIpCidrs }) };
    const answer = await create.run({ body });
    if (answer === null) return;
    onClose();
    show('API key created', answer.body.credential);
  };
  const { problem } = create;
  const isOfOwner = problem?.code === 'user/not-found';
  return (
    <FormDialog title="Create new API key" act="Create" command={create} isIncomplete={isWrong} onSubmit={submit} onClose={onClose}>
      <NameField
        hint="A descriptive name, so that you know later what uses it."
        value={name}
        onChange={setName}
        problem={problem}
        isRequired
      />
      <ValidityField value={validity} onChange={setValidity} error={problem?.of('validitySeconds') ?? ''} />
      <SelectField
        label="Role"
        hint={offered.find((each) => each.role === role)?.does}
        value={role}
        choices={offered.map((each) => ({ value: each.role as string, label: each.role, hint: each.does }))}
        onChange={setRole}
        error={problem?.of('role')}
      />
      {can('GET /v1/users') && can('POST /v1/users') && (
        <OwnerField
          value={email}
          onChange={setEmail}
          error={problem?.of('userEmail') || (isOfOwner ? 'Nobody in your organization has this address.' : '')}
        />
      )}
      <AddressesField value={addresses} onChange={setAddresses} error={problem?.of('allowedIpCidrs') ?? ''} />
    </FormDialog>
  );
}
