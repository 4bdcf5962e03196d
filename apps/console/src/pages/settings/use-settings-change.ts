import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { OrganizationView } from '#api/features/organization/organization-views';
import { organizationQuery } from '../../api/organization.js';
import type { Problem } from '../../api/problem.js';
import { useCommand } from '../../api/use-command.js';
import { useReceipts } from '../../parts/receipts.js';
import type { SettingsChanges } from './settings.queries.js';

interface Done {
  /** What was done, for the receipt. */
  readonly sentence: string;
  /** What may be done next, as undoing it. */
  readonly link?: ReactNode;
}

/** A change that was made on settings which somebody else has changed meanwhile. */
export interface Conflict {
  readonly changes: SettingsChanges;
  /** The settings as the person saw them. */
  readonly seen: OrganizationView;
}

export interface SettingsChange {
  /** The settings as they are, as far as the page knows. */
  readonly organization: OrganizationView;
  /** Resolves with whether the settings are now as they were wished. */
  apply(changes: SettingsChanges, done: Done): Promise<boolean>;
  readonly isRunning: boolean;
  readonly problem: Problem | null;
  readonly conflict: Conflict | null;
  /** The same change, on the settings as they are now. */
  goOn(): Promise<boolean>;
  leave(): void;
}

/** Changes settings only if they still are what the person saw; otherwise both versions are there to be shown. */
export function useSettingsChange(): SettingsChange {
  const queries = useQueryClient();
  const give = useReceipts();
  const { body: organization, etag } = useSuspenseQuery(organizationQuery).data;
  const update = useCommand<OrganizationView>('PATCH /v1/organization', ['preview', 'tokens', 'summary', 'service-accounts']);
  const [refused, setRefused] = useState<(Conflict & { readonly done: Done }) | null>(null);
  const isStale = update.problem?.code === 'request/precondition-failed';
  const send = async (changes: SettingsChanges, done: Done) => {
    const answer = await update.run({ body: changes, headers: etag === null ? {} : { 'If-Match': strong(etag) } });
    if (answer === null) {
      await queries.refetchQueries({ queryKey: organizationQuery.queryKey });
      setRefused({ changes, done, seen: organization });
      return false;
    }
    queries.setQueryData(organizationQuery.queryKey, answer);
    setRefused(null);
    give({ ...done, position: answer.position });
    return true;
  };
  return {
    organization,
    apply: (changes, done) => {
      setRefused(null);
      return send(changes, done);
    },
    isRunning: update.isRunning,
    problem: isStale ? null : update.problem,
    conflict: isStale || update.isRunning ? refused : null,
    goOn: async () => refused !== null && send(refused.changes, refused.done),
    leave: () => {
      update.clear();
      setRefused(null);
    },
  };
}

/** A proxy that compresses weakens a tag, and a weak one matches nothing. */
const strong = (etag: string) => etag.replace(/^W\//, '');
