import { Link } from '@tanstack/react-router';
import { type Member, pageOf } from './shown-member.js';

/** Some members in a sentence, each a link to its page. */
export const PeopleLinks = ({ all }: { readonly all: readonly Member[] }) =>
  all.map((member, index) => (
    <span key={member.id}>
      {index > 0 && ', '}
      <Link to={pageOf(member)}>
        <bdi>{member.label}</bdi>
      </Link>
    </span>
  ));
