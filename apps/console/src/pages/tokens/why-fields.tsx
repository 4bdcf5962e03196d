import type { RevokeTokenRequest } from '#api/features/tokens/tokens.dto';
import type { Problem } from '../../api/problem.js';
import { useConsole } from '../../api/use-console.js';
import { SelectField, TextField } from '../../parts/fields.js';

type Cause = NonNullable<RevokeTokenRequest['cause']>;

/** Why something is revoked, as it is typed. */
export interface Why {
  readonly cause: Cause;
  readonly note: string;
}

const causes: Readonly<Record<Cause, string>> = {
  leaked: 'It was leaked',
  rotated: 'Another one has replaced it',
  unused: 'Nobody uses it',
  other: 'Another reason',
};

/** What the routes take; a note that is empty is none. */
export const whyBody = ({ cause, note }: Why) => ({ cause, ...(note && { note }) });

interface WhyFieldsParts {
  readonly why: Why;
  readonly onChange: (why: Why) => void;
  readonly problem: Problem | null;
  /** The cause is given, and only the note is asked for. */
  readonly hasCause?: boolean;
}

/** Asks for the cause and a note, which the activity log keeps. */
export function WhyFields({ why, onChange, problem, hasCause = false }: WhyFieldsParts) {
  const { limits } = useConsole();
  return (
    <>
      {!hasCause && (
        <SelectField
          label="Cause"
          value={why.cause}
          choices={(Object.keys(causes) as Cause[]).map((value) => ({ value, label: causes[value] }))}
          onChange={(cause) => onChange({ ...why, cause })}
          error={problem?.of('cause')}
        />
      )}
      <TextField
        label="Note"
        hint="Kept sealed in the activity log. Never put the token itself here."
        value={why.note}
        onChange={(note) => onChange({ ...why, note })}
        error={problem?.of('note')}
        maxLength={limits.nameLengthMax}
        autoComplete="off"
      />
    </>
  );
}
