import { CliFailure } from '../exit-codes.js';
import type { ApiClient } from './api-client.js';

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
