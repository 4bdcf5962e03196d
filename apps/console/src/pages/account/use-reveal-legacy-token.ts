import { useState } from 'react';
import type { TokenDetails } from '#api/features/tokens/token-detail-views';
import type { IssuedToken } from '#api/features/tokens/tokens.commands';
import type { Problem } from '../../api/problem.js';
import { useCommand } from '../../api/use-command.js';
import { useShowToken } from '../../parts/use-show-token.js';

interface Revealing {
  reveal(): Promise<void>;
  /** Copies the value without showing it; where the browser does not allow that, it is shown. */
  copy(): Promise<void>;
  /** What came of copying. */
  readonly said: string;
  readonly isRunning: boolean;
  readonly problem: Problem | null;
}

/** Asks for the value of one's legacy token, each time anew. It is kept nowhere but in the dialog that shows it. */
export function useRevealLegacyToken(token: TokenDetails | null): Revealing {
  const show = useShowToken('legacy');
  // A token at which nobody has looked yet has no value, and begins with this.
  const first = useCommand<IssuedToken>('POST /v1/tokens', ['tokens', 'summary']);
  const again = useCommand<IssuedToken>('POST /v1/tokens/{id}/reveal', ['tokens']);
  const [said, setSaid] = useState('');
  const ask = async () => {
    setSaid('');
    const answer = await (token === null ? first.run({ body: { kind: 'legacy' } }) : again.run({ path: { id: token.id } }));
    return answer?.body.credential ?? null;
  };
  const reveal = async () => {
    const credential = await ask();
    if (credential !== null) show('Your legacy token', credential);
  };
  const copy = async () => {
    const credential = await ask();
    if (credential === null) return;
    try {
      await navigator.clipboard.writeText(credential);
      setSaid('Copied');
    } catch {
      show('Your legacy token', credential);
    }
  };
  return { reveal, copy, said, isRunning: first.isRunning || again.isRunning, problem: first.problem ?? again.problem };
}
