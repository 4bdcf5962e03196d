/**
 * What is left of a request once all of its members were taken: `const { role, ...others } = request; others satisfies NoOthers`. A
 * member that is added to the request's class alone does not compile there.
 */
export type NoOthers = Readonly<Record<string, never>>;
