import { Button } from 'react-aria-components/Button';
import { DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';

const same = 'Access tokens and API keys mean the same, and both words are used: a text with which a program acts for somebody.';

/** Words of which the documents have two, and what they mean. */
const meanings = {
  'access token': same,
  'API key': same,
  'API keys': same,
} as const;

/** A word that says on request what it means. */
export function Term({ of }: { readonly of: keyof typeof meanings }) {
  return (
    <DialogTrigger>
      <Button className="term" aria-label={`${of}: what is that?`}>
        {of}
      </Button>
      {/* Without a dialog inside of it, the popover is one itself, and holds its own buttons that close it. */}
      <Popover className="popover term-meaning">{meanings[of]}</Popover>
    </DialogTrigger>
  );
}
