/**
 * What happened to the service accounts of an organization, newest first. Each state shares the rest of the list with the one before
 * it: a record that is copied for each event makes folding ten thousand of them take seconds.
 */
export interface Admissions {
  readonly serviceAccountId: string;
  /** Null when it was released. */
  readonly nameDigest: string | null;
  readonly before: Admissions | null;
}

/** By id, the name digest of each service account that was ever admitted; null once it was released. */
export function namesAfter(admissions: Admissions | null): ReadonlyMap<string, string | null> {
  const names = new Map<string, string | null>();
  for (let at = admissions; at !== null; at = at.before) {
    if (!names.has(at.serviceAccountId)) names.set(at.serviceAccountId, at.nameDigest);
  }
  return names;
}
