import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useCan, useConsole } from '../../api/use-console.js';
import { RowMenu } from '../../parts/row-menu.js';
import { DeleteServiceAccount } from './delete-service-account.js';
import { ResetToken } from './reset-token.js';

interface ActsParts {
  readonly account: { readonly id: string; readonly name: string | null };
  readonly token: TokenDetails;
  readonly onDeleted?: () => void;
}

/** The overflow menu of a service account: four entries, in the order and the words of Label Studio. */
export function ServiceAccountActs({ account, token, onDeleted }: ActsParts) {
  const can = useCan();
  const { features } = useConsole();
  const navigate = useNavigate();
  const [open, setOpen] = useState<'reset' | 'delete' | null>(null);
  const close = () => setOpen(null);
  const go = (href: string) => void navigate({ to: href });
  return (
    <>
      <RowMenu
        of={account.name ?? 'the service account'}
        acts={[
          features.performance && { label: 'View Member Performance', onAction: () => go(`/performance?member=${account.id}`) },
          can('GET /v1/activity') && { label: 'View Activity Log', onAction: () => go(`/activity?subject=${account.id}`) },
          can('POST /v1/service-accounts/{id}/reset-token') && { label: 'Reset Token', onAction: () => setOpen('reset') },
          can('DELETE /v1/service-accounts/{id}') && { label: 'Delete', onAction: () => setOpen('delete'), isDanger: true },
        ]}
      />
      {open === 'reset' && <ResetToken account={account} token={token} onClose={close} />}
      {open === 'delete' && <DeleteServiceAccount account={account} token={token} onClose={close} onDone={onDeleted} />}
    </>
  );
}
