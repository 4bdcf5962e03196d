import { Refusal } from './refusal.js';
import type { Sealed } from './sealed.js';

export type NameEvent =
  /** The owner calls it something else. */
  { type: 'TokenRenamed'; name: Sealed };

/** Personal tokens and API keys have names. */
export type NameCommand = { type: 'RenameToken'; name: Sealed };

interface Named {
  readonly kind: string;
  readonly status: 'active' | 'revoked';
  readonly name: Sealed | null;
}

/** @throws Refusal token/not-named for another kind of token, token/revoked for one that is over */
export function rename(state: Named, { name }: { readonly name: Sealed }) {
  if (state.kind !== 'personal' && state.kind !== 'api-key') throw new Refusal('token/not-named');
  if (state.status === 'revoked') throw new Refusal('token/revoked');
  return state.name === name ? [] : [{ type: 'TokenRenamed', name } as const];
}
