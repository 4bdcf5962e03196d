/** What one check found. `remedy` is what to do about it. */
export interface Finding {
  readonly check: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  readonly remedy?: string;
}

export const ok = (check: string, detail: string): Finding => ({ check, status: 'ok', detail });
export const warn = (check: string, detail: string, remedy: string): Finding => ({ check, status: 'warn', detail, remedy });
export const fail = (check: string, detail: string, remedy: string): Finding => ({ check, status: 'fail', detail, remedy });

/** What there is to do about a check that could not be made: the same always, or depending on what came in between. */
type Remedy = string | ((error: unknown) => string);

/** A check that cannot be made is itself something wrong. */
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
