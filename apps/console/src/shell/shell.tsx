import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useConsole } from '../api/use-console.js';
import { Dialog } from '../parts/dialog.js';
import { Skeleton } from '../parts/list.js';
import { Receipts } from '../parts/receipts.js';
import { ShowOnceHost } from '../parts/show-once.js';
import { AccountMenu } from './account-menu.js';
import { ConnectionBanner } from './connection-banner.js';
import { Navigation } from './navigation.js';
import { SessionBanner } from './session-banner.js';
import { SessionPrompt } from './session-prompt.js';
import { useShortcuts } from './shortcuts.js';

/** Asked for when they are opened first: most visits need none of them. */
const Palette = lazy(async () => ({ default: (await import('./palette.js')).Palette }));
const ShortcutsDialog = lazy(async () => ({ default: (await import('./shortcuts-dialog.js')).ShortcutsDialog }));

type Open = 'palette' | 'shortcuts' | 'navigation' | null;

/** What surrounds every page: header, navigation, and the dialogs that may be asked for anywhere. */
export function Shell() {
  const { organization, version, publicUrl } = useConsole();
  const [open, setOpen] = useState<Open>(null);
  useShortcuts({ palette: () => setOpen('palette'), help: () => setOpen('shortcuts') });
  useFocusOnHeading();
  const close = () => setOpen(null);
  return (
    <Receipts>
      <ShowOnceHost>
        <a className="skip" href="#main">
          Skip to the content
        </a>
        <header className="header">
          <button type="button" className="quiet drawer-button" aria-label="Navigation" onClick={() => setOpen('navigation')}>
            <span aria-hidden="true">☰</span>
          </button>
          <Link to="/" className="brand">
            <Mark />
            Keyledger
          </Link>
          <bdi className="organization">{organization.name}</bdi>
          <button type="button" className="quiet palette-button" onClick={() => setOpen('palette')}>
            <span className="palette-words">Search or jump to …</span> <kbd>Ctrl K</kbd>
          </button>
          <AccountMenu onShortcuts={() => setOpen('shortcuts')} />
        </header>
        <div className="body">
          <Navigation />
          <main id="main" tabIndex={-1}>
            <ConnectionBanner />
            <SessionBanner />
            <Suspense fallback={<Skeleton label="the page" rows={6} />}>
              <Outlet />
            </Suspense>
          </main>
        </div>
        <footer className="footer">
          Keyledger {version} · <a href={`${publicUrl}/docs`}>API</a> · <a href={`${publicUrl}/docs/refusals`}>Refusals</a>
        </footer>
        {open === 'navigation' && (
          <Dialog title="Navigation" onClose={close}>
            <Navigation onGo={close} />
          </Dialog>
        )}
        <Suspense>
          {open === 'palette' && <Palette onClose={close} />}
          {open === 'shortcuts' && <ShortcutsDialog onClose={close} />}
        </Suspense>
        <SessionPrompt />
      </ShowOnceHost>
    </Receipts>
  );
}

/** After another page is shown, its heading has the focus, so that it is read out; a page that waits for answers has none at first. */
function useFocusOnHeading(): void {
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const [first] = useState(path);
  useEffect(() => {
    if (path === undefined || path === first || focusOnHeading()) return;
    const observer = new MutationObserver(() => focusOnHeading() && observer.disconnect());
    observer.observe(document.querySelector('main') as HTMLElement, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [path, first]);
}

/** Whether that went: the heading of the page before may still be there, hidden, and takes no focus. */
function focusOnHeading(): boolean {
  const heading = document.querySelector<HTMLElement>('main h1');
  heading?.focus();
  return heading !== null && document.activeElement === heading;
}

const Mark = () => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d="M7.5 3a4.5 4.5 0 1 0 4.2 6H14v2.5h2.5V9H21V6h-9.3A4.5 4.5 0 0 0 7.5 3Zm0 3a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3Z" />
    <path d="M3 15h18v2H3Zm0 4h12v2H3Z" />
  </svg>
);
