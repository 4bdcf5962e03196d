import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react';
import { sessionPrompts } from '../api/session-prompts.js';

const load = async () => ({ default: (await import('./session-dialogs.js')).SessionDialog });
const SessionDialog = lazy(load);
const loadsAfterMs = 2_000;

/** The dialog that a request waits for. It is loaded after the first page, since it must be there when the server answers no longer. */
export function SessionPrompt() {
  const prompt = useSyncExternalStore(sessionPrompts.subscribe, sessionPrompts.current);
  useEffect(() => {
    const timer = setTimeout(() => load().catch(() => null), loadsAfterMs);
    return () => clearTimeout(timer);
  }, []);
  return <Suspense>{prompt !== null && <SessionDialog prompt={prompt} />}</Suspense>;
}
