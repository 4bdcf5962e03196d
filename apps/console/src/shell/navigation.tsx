import { Link } from '@tanstack/react-router';
import { type Destination, useDestinations } from './destinations.js';

/** The pages by group; a group without a page is absent. `onGo` closes the drawer of narrow screens. */
export function Navigation({ onGo }: { readonly onGo?: () => void }) {
  const destinations = useDestinations();
  const groups = [...new Set(destinations.map(({ group }) => group))];
  return (
    <nav aria-label="Main" className="navigation">
      <ul>
        <li>
          <Link to="/" activeOptions={{ exact: true }} onClick={onGo}>
            Home
          </Link>
        </li>
      </ul>
      {groups.map((group) => (
        <Group key={group} group={group} destinations={destinations.filter((each) => each.group === group)} onGo={onGo} />
      ))}
    </nav>
  );
}

interface GroupParts {
  readonly group: string;
  readonly destinations: readonly Destination[];
  readonly onGo?: () => void;
}

function Group({ group, destinations, onGo }: GroupParts) {
  return (
    <div>
      <h2 className={group === 'Settings' ? 'nested' : ''}>{group}</h2>
      <ul>
        {destinations.map(({ label, to }) => (
          <li key={to}>
            <Link to={to} activeOptions={{ exact: true }} onClick={onGo}>
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
