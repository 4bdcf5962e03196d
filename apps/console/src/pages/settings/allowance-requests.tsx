import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AllowanceRequestView } from '#api/features/service-accounts/allowance-requests.queries';
import { useCan } from '../../api/use-console.js';
import { Someone } from '../../parts/someone.js';
import { Time } from '../../parts/time.js';
import { DeclineRequest, GrantRequest } from './answer-request.js';
import { openRequestsQuery } from './service-accounts.queries.js';

type Open = { readonly act: 'grant' | 'decline'; readonly request: AllowanceRequestView };

/** Requests for more service accounts that wait for an answer; owners answer them. Absent where there is none. */
export function AllowanceRequests() {
  const can = useCan();
  const { data } = useInfiniteQuery(openRequestsQuery);
  const [open, setOpen] = useState<Open | null>(null);
  const requests = data?.pages.flatMap(({ items }) => items) ?? [];
  if (requests.length === 0) return null;
  const mayGrant = can('POST /v1/service-accounts/allowance-requests/{id}/grant');
  const mayDecline = can('POST /v1/service-accounts/allowance-requests/{id}/decline');
  return (
    <section aria-label="Requests for more service accounts">
      {requests.map((request) => (
        <div key={request.id} className="banner">
          <p>
            <Someone who={request.requestedBy} /> asked for more service accounts <Time at={request.requestedAt} />:{' '}
            <q>
              <bdi>{request.reason ?? '…'}</bdi>
            </q>
          </p>
          <p className="buttons left">
            {mayGrant && (
              <button type="button" className="small" onClick={() => setOpen({ act: 'grant', request })}>
                Grant
              </button>
            )}
            {mayDecline && (
              <button type="button" className="quiet small" onClick={() => setOpen({ act: 'decline', request })}>
                Decline
              </button>
            )}
          </p>
        </div>
      ))}
      {open?.act === 'grant' && <GrantRequest request={open.request} onClose={() => setOpen(null)} />}
      {open?.act === 'decline' && <DeclineRequest request={open.request} onClose={() => setOpen(null)} />}
    </section>
  );
}
