import { useNavigate } from '@tanstack/react-router';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useCan } from '../../api/use-console.js';
import { RowMenu } from '../../parts/row-menu.js';
import { useCopyId } from '../../parts/use-copy-id.js';

/** What opens a dialog. */
export type PersonalTokenAct = 'rename' | 'rotate' | 'revoke' | 'end-old';

interface MenuParts {
  readonly token: TokenDetails;
  readonly onOpen: (act: PersonalTokenAct) => void;
}

/** What a person does with one of their personal access tokens. */
export function PersonalTokenMenu({ token: { id, name, state, previous }, onOpen }: MenuParts) {
  const can = useCan();
  const copyId = useCopyId();
  const navigate = useNavigate();
  const isLive = state === 'active' || state === 'suspended';
  const act = (label: string, dialog: PersonalTokenAct, isDanger = false) => ({ label, onAction: () => onOpen(dialog), isDanger });
  return (
    <RowMenu
      of={name ?? 'the token'}
      acts={[
        can('PATCH /v1/tokens/{id}') && act('Rename', 'rename'),
        state === 'active' && can('POST /v1/tokens/{id}/rotate') && act('Rotate', 'rotate'),
        copyId(id),
        can('GET /v1/activity') && {
          label: 'View activity',
          onAction: () => void navigate({ to: '/account/activity', search: { credential: id } }),
        },
        previous !== null && can('DELETE /v1/tokens/{id}/generations/{generation}') && act('End the old credential now', 'end-old', true),
        isLive && can('POST /v1/tokens/{id}/revoke') && act('Revoke', 'revoke', true),
      ]}
    />
  );
}
