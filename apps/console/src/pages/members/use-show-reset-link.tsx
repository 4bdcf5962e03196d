import type { MadeResetLink } from '#api/features/users/password-reset.commands';
import { useShowOnce } from '../../parts/show-once.js';
import { Time } from '../../parts/time.js';

/** Shows a reset link once, with whom it is for and until when it works. */
export function useShowResetLink(): (label: string, made: MadeResetLink) => void {
  const showOnce = useShowOnce();
  return (label, { link, expiresAt }) =>
    showOnce({
      title: 'Reset link made',
      label: 'Reset link',
      credential: link,
      note: (
        <p>
          For <bdi>{label}</bdi>. It works once, and ends <Time at={expiresAt} />.
        </p>
      ),
    });
}
