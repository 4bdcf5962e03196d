import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { usePreferences } from '../theme/preferences.js';
import { useDestinations } from './destinations.js';

/** The letter after `g`, and the page that it leads to. */
const pages = {
  h: '/',
  a: '/account',
  o: '/organization',
  s: '/organization/settings/service-accounts',
  l: '/activity',
} as const;

/** Whether a key is typed into something, and so no shortcut. */
const isTyped = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

interface Handlers {
  readonly palette: () => void;
  readonly help: () => void;
}

/** Listens to the keyboard. Single letters can be switched off, since a person who speaks to the computer may type them by accident. */
export function useShortcuts({ palette, help }: Handlers): void {
  const { hasShortcuts } = usePreferences();
  const navigate = useNavigate();
  const destinations = useDestinations();
  // The page may be drawn anew between the two keys.
  const isAfterG = useRef(false);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { key } = event;
      if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === 'k') {
        event.preventDefault();
        return palette();
      }
      const isPlain = hasShortcuts && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyped(event.target);
      if (!isPlain || document.querySelector('[role=dialog], [role=alertdialog], [role=menu]')) return;
      const to = pages[key as keyof typeof pages];
      if (isAfterG.current && to && (to === '/' || to === '/account' || destinations.some((each) => each.to === to))) void navigate({ to });
      else if (key === '?') help();
      else if (key === '/') focusOn(event, 'main [type=search]');
      else if (key === 'j' || key === 'k') moveRow(event, key === 'j' ? 1 : -1);
      else if (key === '.') openMenu(event);
      isAfterG.current = key === 'g';
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [hasShortcuts, navigate, destinations, palette, help]);
}

function focusOn(event: KeyboardEvent, selector: string): void {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) return;
  event.preventDefault();
  found.focus();
}

function moveRow(event: KeyboardEvent, by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main tr[data-row]')];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[at === -1 ? 0 : at + by];
  if (!row) return;
  event.preventDefault();
  row.tabIndex = -1;
  row.focus();
}

function openMenu(event: KeyboardEvent): void {
  const menu = document.activeElement?.closest('tr')?.querySelector<HTMLElement>('.menu-button');
  if (!menu) return;
  event.preventDefault();
  menu.click();
}
