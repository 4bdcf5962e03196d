import { useSuspenseQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Route } from '../api/call.js';
import { permissionsQuery, rolesOf } from '../api/permissions.queries.js';
import { useCan, useConsole } from '../api/use-console.js';
import { ownerToAskQuery } from './not-allowed.queries.js';
import { Page } from './page.js';

/** Shows a page to those whose role its route admits; others are told who may, and whom to ask. */
export function Admitted({ needs, children }: { readonly needs: Route; readonly children: ReactNode }) {
  const can = useCan();
  return can(needs) ? children : <NotAllowed needs={needs} />;
}

/** In the place of a page that the role of the person does not open. */
function NotAllowed({ needs }: { readonly needs: Route }) {
  const { me } = useConsole();
  const { data: permissions } = useSuspenseQuery(permissionsQuery);
  const { data: owner } = useSuspenseQuery(ownerToAskQuery);
  const roles = rolesOf(permissions, needs);
  return (
    <Page title="This page is not for your role" place={['403']}>
      <p>
        You are <b>{me.role}</b> here. This page opens for {roles.length === 0 ? 'nobody' : inWords(roles)}.
      </p>
      {owner.email && (
        <p>
          Ask the owner of the organization: <a href={`mailto:${owner.email}`}>{owner.email}</a>
        </p>
      )}
    </Page>
  );
}

const inWords = (words: readonly string[]) => new Intl.ListFormat('en', { type: 'disjunction' }).format(words);
