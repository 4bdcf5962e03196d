/**
 * What is left of a request once all of its members are taken: `const { role, ...others } = request; others satisfies NoOthers`. A member
 * that only the request's class has does not compile there.
 */
export type NoOthers = Readonly<Record<string, never>>;
