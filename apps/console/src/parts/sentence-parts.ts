import type { DomainEvent } from '#domain/events';
import { counted } from './counted.js';

/** A piece of a sentence: words, or what stands for something that has a name, is a moment, or is quoted as it is. */
export type Part =
  | string
  /** A person, service account or verifier. */
  | { readonly who: string }
  /** A token, with its kind and owner where the answer tells them. */
  | { readonly token: string }
  /** A kind of token, as the server calls it. */
  | { readonly kind: string }
  | { readonly at: string }
  | { readonly quoted: string };

/** What a sentence is made of. */
export interface Told {
  readonly type: string;
  readonly stream: string;
  readonly actor: { readonly id: string };
  readonly details: Readonly<Record<string, unknown>>;
}

export type EventOf<Type> = Extract<DomainEvent, { type: Type }>;
/** `thing` is the id of what the event is about; `actor` of who did it. */
export type Sentence<Event> = (event: Event, place: { readonly thing: string; readonly actor: string }) => readonly Part[];

/** Somebody, as a part of a sentence. */
export const who = (id: string): Part => ({ who: id });
/** A token, as a part of a sentence. */
export const token = (id: string): Part => ({ token: id });
/** A text that is shown as it is. */
export const quoted = (text: string): Part => ({ quoted: text });
/** A reason in brackets; nothing where none was stated. */
export const because = (words: string | undefined) => (words === undefined ? [] : [` (${words.replaceAll('-', ' ')})`]);
/** The person in a sentence about another; nothing more about oneself. */
export const forWhom = (id: string, actor: string): readonly Part[] => (id === actor ? [] : [' for ', who(id)]);
/** Words, and then what the event is about. */
export const toThing =
  (words: string) =>
  (_event: unknown, { thing }: { readonly thing: string }) => [words, who(thing)];
/** Words, and then the person whom the event names. */
export const toUser =
  (words: string) =>
  ({ userId }: { readonly userId: string }) => [words, who(userId)];
/** Words, and then the token that the event is about. */
export const onToken =
  (words: string) =>
  (_event: unknown, { thing }: { readonly thing: string }) => [words, token(thing)];
/** What became of several tokens of one owner. */
export const ofOwner =
  (words: string) =>
  ({ ownerId, tokenIds }: { readonly ownerId: string; readonly tokenIds: readonly string[] }) => [
    `${words} ${counted(tokenIds.length, 'token')} of `,
    who(ownerId),
  ];
/** Words, and then the signing key. */
export const withKey =
  (words: string) =>
  ({ kid }: { readonly kid: string }) => [words, quoted(kid)];
/** What the owners allowed or forbade. */
export const setting =
  (words: string) =>
  ({ allowed }: { readonly allowed: boolean }) => [`${allowed ? 'allowed' : 'forbade'} ${words}`];
/** How the scope of a service account changed. */
export const scope =
  (words: string) =>
  (event: { workspaceIds: readonly string[]; projectIds: readonly string[] }, { thing }: { thing: string }) => [
    `${words} `,
    who(thing),
    `: ${counted(event.workspaceIds.length, 'workspace')}, ${counted(event.projectIds.length, 'project')}`,
  ];
