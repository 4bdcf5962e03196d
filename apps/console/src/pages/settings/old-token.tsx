import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import { useCommand } from '../../api/use-command.js';
import { useCan } from '../../api/use-console.js';
import { ActButton } from '../../parts/act-button.js';
import { ProblemView } from '../../parts/problem-view.js';
import { useReceipts } from '../../parts/receipts.js';
import { Time } from '../../parts/time.js';
import { changedByAccounts } from './service-accounts.queries.js';

/** The token that was replaced, while it is still good beside the new one, and its end. Absent where there is none. */
export function OldToken({ token }: { readonly token: TokenDetails }) {
  const can = useCan();
  const give = useReceipts();
  const route = 'DELETE /v1/tokens/{id}/generations/{generation}';
  const end = useCommand(route, changedByAccounts);
  const { previous } = token;
  if (previous === null) return null;
  const endNow = async () => {
    const answer = await end.run({ path: { id: token.id, generation: previous.generation } });
    if (answer !== null) give({ sentence: 'The old token has ended.', position: answer.position });
  };
  return (
    <>
      <span>
        good until <Time at={previous.endsAt} />
        {previous.endsOnFirstUse && ', or until the new one is first used'}; last used <Time at={previous.lastUsedAt} none="never" />
      </span>
      {can(route) && <ActButton act="End the old one now" look="quiet small" isRunning={end.isRunning} onAct={endNow} />}
      {end.problem && <ProblemView problem={end.problem} />}
    </>
  );
}
