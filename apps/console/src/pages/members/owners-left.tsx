import { useQuery } from '@tanstack/react-query';
import { problemOf } from '../../api/problem.js';
import { Skeleton } from '../../parts/list.js';
import { ProblemView } from '../../parts/problem-view.js';
import { ownersQuery } from './members.queries.js';
import { PeopleLinks } from './people-links.js';
import { type Member, memberOfRow } from './shown-member.js';
import { Step } from './step.js';

/** Who owns the organization once a person is gone. */
export function OwnersLeft({ member }: { readonly member: Member }) {
  const { data, error, refetch } = useQuery(ownersQuery);
  if (!data) {
    return (
      <Step title="Owners left">
        {error ? <ProblemView problem={problemOf(error)} onRetry={() => refetch()} /> : <Skeleton label="the owners" rows={1} />}
      </Step>
    );
  }
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
