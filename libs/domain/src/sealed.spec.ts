import { describe, expect, it } from '@jest/globals';
import { asOpened, fieldsOf, type Sealed, type SealedTexts, storedTexts } from './sealed.js';
import type * as ServiceAccount from './service-account.js';
import { sealed } from './testing/sealed.js';

interface Texts {
  readonly name: Sealed;
  readonly note?: Sealed;
}

const texts: SealedTexts<Texts> = { stream: 'thing-1', subject: 'thing-1', fields: fieldsOf<Texts>({ name: true, note: true }) };

describe('A text that a person typed', () => {
  const typed: { readonly name: string } = { name: 'Ada' };
  const others = { organizationId: 'org', role: 'manager', tokenId: 't1', workspaceIds: [], projectIds: [] } as const;

  it('does not compile where an event has it', () => {
    // @ts-expect-error A name as it was typed is not `Sealed`.
    const event: ServiceAccount.Event = { type: 'ServiceAccountCreated', ...others, ...typed };
    expect(event).toBeDefined();
  });

  it('does not compile where a command has it', () => {
    // @ts-expect-error A name as it was typed is not `Sealed`.
    const command: ServiceAccount.Command = { type: 'CreateServiceAccount', byRole: 'owner', ...others, ...typed };
    expect(command).toBeDefined();
  });
});

describe('The texts of a stream', () => {
  it('are all listed: one that is left out does not compile', () => {
    // @ts-expect-error The note is left out.
    expect(fieldsOf<Texts>({ name: true })).toEqual(['name']);
    // @ts-expect-error There is no such text.
    expect(fieldsOf<Texts>({ name: true, note: true, role: true })).toHaveLength(3);
  });

  it('are stored as they stand in the event, and nothing else of it', () => {
    const event = { type: 'ThingMade', name: sealed(), role: 'manager' };
    expect(JSON.parse(storedTexts(texts, event))).toEqual({ name: sealed() });
  });

  it('are told as they will be opened, those that are absent as null', () => {
    expect(asOpened(texts, { name: 'Ada' })).toEqual({ name: 'Ada', note: null });
  });
});
