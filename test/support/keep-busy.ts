/** Keeps this thread busy for about as long as slow work would. */
export function keepBusy(ms: number): void {
  for (const untilMs = performance.now() + ms; performance.now() < untilMs; );
}
