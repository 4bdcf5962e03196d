import { useConsole } from '../api/use-console.js';

const signs: Readonly<Record<string, string>> = {
  active: '●',
  suspended: '◐',
  expired: '○',
  revoked: '✕',
  disabled: '◐',
  erased: '✕',
  deleted: '✕',
};

/** How a thing stands, in a word with a sign, never by colour alone, and why. */
export function State({ state, reason = null }: { readonly state: string; readonly reason?: string | null }) {
  const { stateReasons } = useConsole();
  const sentence = stateReasons.find((each) => each.reason === reason)?.sentence;
  return (
    <span className={`state state-${state}`}>
      <span aria-hidden="true">{signs[state] ?? '·'}</span> {state}
      {sentence && state !== reason && <span className="soft">: {sentence}</span>}
    </span>
  );
}
