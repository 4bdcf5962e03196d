import { Link } from '@tanstack/react-router';
import { Page } from '../parts/page.js';

/** The address names no page. */
export function NoSuchPage() {
  return (
    <Page title="There is no such page">
      <p>
        <Link to="/">Go to the start page</Link>, or search with <kbd>Ctrl K</kbd>.
      </p>
    </Page>
  );
}
