import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useCan, useConsole } from '../api/use-console.js';
import { nameOf } from '../parts/someone.js';
import { prefer } from '../theme/preferences.js';
import { useDestinations } from './destinations.js';
import { peopleFoundQuery, tokensFoundQuery } from './palette.queries.js';
import { isFoundBy, isWordForTokens } from './palette-words.js';
import { signOut } from './sign-out.js';

/** Something that the palette leads to or does. */
export interface Found {
  readonly id: string;
  readonly label: string;
  /** What kind of thing it is, or whose. */
  readonly about?: string;
  readonly run: () => void;
}

interface FoundSection {
  readonly title: string;
  readonly found: readonly Found[];
}

const isFound = (typed: string) => (found: Found) => isFoundBy(`${found.about ?? ''} ${found.label}`, typed);

/** Every page, and what can be done from everywhere, as far as the words of it were typed. */
export function useFixed(typed: string): readonly FoundSection[] {
  const can = useCan();
  const navigate = useNavigate();
  const destinations = useDestinations();
  const pages = [{ label: 'Home', to: '/', group: '' }, ...destinations].map(({ label, to, group }) => {
    return { id: to, label, about: group, run: () => void navigate({ to }) };
  });
  const create = (what: string) => () => void navigate({ to: '/', search: { create: what } });
  const acts: readonly Found[] = [
    ...(can('POST /v1/api-keys') ? [{ id: 'create-key', label: 'Create API key', run: create('api-key') }] : []),
    ...(can('POST /v1/tokens') ? [{ id: 'create-token', label: 'Create personal access token', run: create('personal-token') }] : []),
    { id: 'system', label: 'Theme: as the system', run: () => prefer({ theme: 'system' }) },
    { id: 'light', label: 'Theme: light', run: () => prefer({ theme: 'light' }) },
    { id: 'dark', label: 'Theme: dark', run: () => prefer({ theme: 'dark' }) },
    { id: 'sign-out', label: 'Sign out', run: () => void signOut() },
  ];
  return [
    { title: 'Pages', found: pages.filter(isFound(typed)) },
    { title: 'Acts', found: acts.filter(isFound(typed)) },
  ];
}

const askedAfterMs = 200;

/** What was typed, once the person has stopped typing for a moment. */
function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), askedAfterMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return settled;
}

/** People and tokens whose names hold what was typed, as the server finds them. */
export function useAsked(typed: string) {
  const q = useSettled(typed.trim());
  const can = useCan();
  const { kinds } = useConsole();
  const navigate = useNavigate();
  const seesAll = can('GET /v1/users');
  const people = useQuery(peopleFoundQuery(q, q !== '' && seesAll));
  const tokens = useQuery(
    tokensFoundQuery(isWordForTokens(q) ? '' : q, q !== '' && can('GET /v1/tokens'), seesAll ? 'organization' : 'own'),
  );
  const sections: readonly FoundSection[] = [
    {
      title: 'People',
      found: (people.data ?? []).map(({ id, name, email }) => ({
        id,
        label: nameOf({ name, email }) ?? 'erased person',
        about: name === null ? '' : (email ?? ''),
        run: () => void navigate({ to: `/organization/members/${id}` }),
      })),
    },
    {
      title: 'Tokens',
      found: (tokens.data ?? []).map((token) => ({
        id: token.id,
        label: token.name ?? 'without a name',
        about: [kinds.find(({ kind }) => kind === token.kind)?.label, nameOf(token.owner), token.state].filter(Boolean).join(' · '),
        run: () => void navigate(placeOf(token, seesAll)),
      })),
    },
  ];
  return { sections, isAsking: q !== typed.trim() || people.isFetching || tokens.isFetching, hasFailed: people.isError || tokens.isError };
}

/** The list that shows a token, narrowed down to its name. */
function placeOf({ kind, name, ownerId }: TokenDetails, seesAll: boolean): { to: string; search: Record<string, string> } {
  const q: Record<string, string> = name === null ? { ownerId } : { q: name };
  if (seesAll) return { to: kind === 'api-key' ? '/organization/settings/api-keys' : '/organization/tokens', search: q };
  const own: Partial<Record<TokenDetails['kind'], string>> = { 'api-key': '/account/api-keys', legacy: '/account/legacy-token' };
  return { to: own[kind] ?? '/account/tokens', search: kind === 'api-key' && name !== null ? { q: name } : {} };
}
