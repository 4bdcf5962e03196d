import type { Page } from 'playwright-core';
import { eventually } from './eventually.js';

const stepsMax = 80;
const pauseMs = 100;

/**
 * Goes on with the Tab key until what has the focus is called so, as somebody does who has a keyboard alone, and goes round again where the
 * page does not show it yet.
 */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  await eventually(() => goRound(page, name), pauseMs);
}

async function goRound(page: Page, name: string | RegExp): Promise<void> {
  for (let step = 0; step < stepsMax; step++) {
    await page.keyboard.press('Tab');
    const text = await page.evaluate(() => {
      const focused = document.activeElement as HTMLElement;
      const labels = [...((focused as HTMLInputElement).labels ?? [])].map((label) => label.textContent);
      return focused.getAttribute('aria-label') ?? (labels.join(' ') || focused.textContent || '');
    });
    if (typeof name === 'string' ? text.trim() === name : name.test(text)) return;
  }
  throw new Error(`Nothing that the Tab key reaches is called ${name}.`);
}

/** Waits until this has the focus: what is typed before goes elsewhere. */
export async function focused(page: Page, selector: string): Promise<void> {
  await page.waitForSelector(`${selector} >> :scope:focus`);
}
