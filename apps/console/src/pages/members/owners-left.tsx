import { useSuspenseQuery } from '@tanstack/react-query';
import { ownersQuery } from './members.queries.js';
import { PeopleLinks } from './people-links.js';
import { type Member, memberOfRow } from './shown-member.js';
import { Step } from './step.js';

/** Who owns the organization once a person is gone. */
export function OwnersLeft({ member }: { readonly member: Member }) {
  const { data } = useSuspenseQuery(ownersQuery);
  const left = data.map(memberOfRow).filter(({ id }) => id !== member.id);
  return (
    <Step title="Owners left" isDone={left.length > 0}>
      {left.length === 0 ? (
        <p>Nobody else owns the organization: make somebody an owner first.</p>
      ) : (
        <p>
          <PeopleLinks all={left} />
        </p>
      )}
    </Step>
  );
}
