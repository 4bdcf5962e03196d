import { CliFailure } from '../exit-codes.js';
import type { ApiClient, Body } from './api-client.js';

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** Encodes one path segment. Dots are refused, since a client resolves them to another path even when they are encoded. */
export function segment(text: string): string {
  if (/^\.{1,2}$/.test(text)) throw new CliFailure('usage', `${text} is not an id.`);
  return encodeURIComponent(text);
}

/** Returns the id of a user named by id, by e-mail address, or as `me`. */
export async function idOfUser(api: ApiClient, named: string): Promise<string> {
  if (named === 'me') return (await api.get('/v1/users/me')).id;
  if (!named.includes('@')) return named;
  const isNamed = ({ email }: { email: string | null }) => email?.toLowerCase() === named.toLowerCase();
  for await (const page of api.pages('/v1/users')) {
    const user = page.find(isNamed);
    if (user) return user.id;
  }
  throw new CliFailure('notFound', `No user of the organization has the address ${named}.`);
}

/** Id of the person or service account named by id, address or name, or as `me`; null for a text that names neither. */
export async function idOfPrincipal(api: ApiClient, named: string): Promise<string | null> {
  if (isId(named)) return named;
  if (named === 'me' || named.includes('@')) return idOfUser(api, named);
  for await (const page of api.pages('/v1/service-accounts')) {
    const account = page.find(({ name }: Body) => name === named);
    if (account) return account.id;
  }
  return null;
}

/**
 * Id of the thing in the list at `path` that is named by id, or by a name that no other one there has. `what` is the word for it.
 *
 * @throws CliFailure notFound where none has the name, usage where several have or where it could be none
 */
export async function idInList(api: ApiClient, path: string, named: string, what: string): Promise<string> {
  const asId = segment(named);
  if (isId(named)) return asId;
  const found = (await api.all(path)).filter(({ name }: Body) => name === named);
  if (found.length === 0) throw new CliFailure('notFound', `No ${what} is called ${named}.`);
  if (found.length > 1) throw new CliFailure('usage', `${found.length} have the name ${named}. Name the ${what} by its id.`);
  return found[0].id;
}
