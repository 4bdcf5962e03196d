import type { Page } from 'playwright-core';

const stepsMax = 80;

/** Goes on with the Tab key until what has the focus is called so, as somebody does who has a keyboard alone. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
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
