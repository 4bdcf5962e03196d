import { useQuery } from '@tanstack/react-query';
import { Id } from '../../parts/id.js';
import { memberByIdQuery } from './members.queries.js';

/** What a person or a service account is called, of which only the id is known; the end of the id where nobody knows a name. */
export function MemberName({ id }: { readonly id: string }) {
  const { data } = useQuery(memberByIdQuery(id));
  return data ? <bdi>{data.label}</bdi> : <Id id={id} />;
}
