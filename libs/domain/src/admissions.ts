/**
 * The admissions and releases of an organization's service accounts, as a linked list, newest first. Each state shares its tail with the
 * state before it: copying a record for each event would make folding ten thousand events take seconds.
 */
export interface Admissions extends AdmittedName {
  readonly serviceAccountId: string;
  readonly before: Admissions | null;
}

export interface AdmittedName {
  /** Null when the account was released. */
  readonly nameDigest: string | null;
  /** Of which form of the name the digest is. */
  readonly nameForm: NameForm;
}

/** 1: trimmed, in normal form C, where case counts. 2: NFKC in lower case, blanks folded. Events before there was a second say none. */
export type NameForm = 1 | 2;

/** By id, the name of each service account that was ever admitted, newest first. */
export function namesAfter(admissions: Admissions | null): ReadonlyMap<string, AdmittedName> {
  const names = new Map<string, AdmittedName>();
  for (let at = admissions; at !== null; at = at.before) {
    if (!names.has(at.serviceAccountId)) names.set(at.serviceAccountId, at);
  }
  return names;
}

/** Ids of the live accounts whose digest is of a form in which names are no longer compared, oldest first. */
export function staleNames(admissions: Admissions | null): string[] {
  const names = [...namesAfter(admissions)].reverse();
  return names.filter(([, { nameDigest, nameForm }]) => nameDigest !== null && nameForm !== 2).map(([id]) => id);
}

/** Ids of live accounts whose names are one in the form in which they are compared, in groups. They are from before there was that form. */
export function collidingNames(admissions: Admissions | null): string[][] {
  const byDigest = new Map<string, string[]>();
  for (const [id, { nameDigest, nameForm }] of [...namesAfter(admissions)].reverse()) {
    if (nameDigest !== null && nameForm === 2) byDigest.set(nameDigest, [...(byDigest.get(nameDigest) ?? []), id]);
  }
  return [...byDigest.values()].filter((ids) => ids.length > 1);
}
