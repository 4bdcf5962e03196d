import { isName } from '#domain/name';

/** One setting: how its text is parsed, its default, and its description in the reference. */
export interface Setting<T> {
  readonly default: T;
  readonly description: string;
  /** The value may contain a credential, so it is printed nowhere, not even in an error message. */
  readonly isHidden?: boolean;
  /** Returns the value, or throws an error whose message says what is expected. */
  read(text: string): T;
}

/** Any text. */
export function text(value: string, description: string): Setting<string> {
  return { default: value, description, read: (given) => given };
}

/** A value as it is quoted in an error message: a URL, which may have been given to the wrong setting, is hidden. */
export const shown = (value: string) => (/:\/\/|@/.test(value) ? '…' : value);

/** An address or a name of a host, without a port. */
export function host(value: string, description: string): Setting<string> {
  return {
    default: value,
    description,
    read: (given) => {
      if (!/^[\w.:%-]+$/.test(given)) throw new Error('it must be an address or a name.');
      return given;
    },
  };
}

/** A setting whose value is a secret. */
export function secret(description: string): Setting<string> {
  return { ...text('', description), isHidden: true };
}

/** One line of 1 to 200 visible characters. */
export function name(value: string, description: string): Setting<string> {
  return {
    default: value,
    description,
    read: (given) => {
      if (!isName(given)) throw new Error('it must be one line of at most 200 characters that show.');
      return given;
    },
  };
}

/** A whole number from `min` to `max`, both included. */
export function integer(value: number, min: number, max: number, description: string): Setting<number> {
  const expected = `it must be a whole number from ${min} to ${max}.`;
  return {
    default: value,
    description: `${description} ${min} to ${max}.`,
    read: (given) => {
      const number = Number(given);
      if (!/^\d+$/.test(given) || number < min || number > max) throw new Error(expected);
      return number;
    },
  };
}

/** `true` or `false`. */
export function flag(value: boolean, description: string): Setting<boolean> {
  return {
    default: value,
    description,
    read: (given) => {
      if (given !== 'true' && given !== 'false') throw new Error('it must be true or false.');
      return given === 'true';
    },
  };
}

/** `expected` describes a valid item, for the error about one that `isItem` rejects. */
export function list(
  value: readonly string[],
  description: string,
  isItem: (item: string) => boolean,
  expected: string,
): Setting<readonly string[]> {
  return {
    default: value,
    description,
    read: (given) => {
      const items = given
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean);
      const wrong = items.find((item) => !isItem(item));
      if (wrong !== undefined) throw new Error(`"${shown(wrong)}" is not ${expected}.`);
      return items;
    },
  };
}

/** One of the words in `allowed`. */
export function oneOf(value: string, allowed: readonly string[], description: string): Setting<string> {
  return {
    default: value,
    description: `${description} One of ${allowed.join(', ')}.`,
    read: (given) => {
      if (!allowed.includes(given)) throw new Error(`it must be one of ${allowed.join(', ')}.`);
      return given;
    },
  };
}

/** Any part of a URL may be a credential: its user, or an unguessable path. */
export function url(value: string, description: string): Setting<string> {
  return {
    default: value,
    description,
    isHidden: true,
    read: (given) => {
      // A user name in it would appear in every link and in the type of every problem document.
      if (!/^https?:\/\/[^/?#@\s]+(\/[^?#\s]*)?$/.test(given) || !URL.canParse(given))
        throw new Error('it must be an http or https URL, without a user, a query or a fragment.');
      return given;
    },
  };
}
