/** The result of one check. `remedy` says what to do about it. */
export interface Finding {
  readonly check: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  readonly remedy?: string;
}

export const ok = (check: string, detail: string): Finding => ({ check, status: 'ok', detail });
export const warn = (check: string, detail: string, remedy: string): Finding => ({ check, status: 'warn', detail, remedy });
export const fail = (check: string, detail: string, remedy: string): Finding => ({ check, status: 'fail', detail, remedy });

/** What to do when a check could not be made: a fixed text, or one that depends on the error. */
type Remedy = string | ((error: unknown) => string);

/** Runs a check; one that fails to run counts as a problem itself. */
export async function attempt(
  check: string,
  remedy: Remedy,
  look: () => Finding | Finding[] | Promise<Finding | Finding[]>,
): Promise<Finding[]> {
  try {
    return [await look()].flat();
  } catch (error) {
    return [fail(check, (error as Error).message, typeof remedy === 'string' ? remedy : remedy(error))];
  }
}
