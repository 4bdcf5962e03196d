import { useConsole } from '../../api/use-console.js';
import { Page } from '../../parts/page.js';

/** What concerns the person now, and what they may want to do first. */
export function Home() {
  const { me } = useConsole();
  return (
    <Page title="Home" about={<p>Signed in as {me.email}.</p>}>
      <p>Welcome.</p>
    </Page>
  );
}
