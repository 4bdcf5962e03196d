import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as commonDictionary } from '@zxcvbn-ts/language-common';
import { dictionary as englishDictionary } from '@zxcvbn-ts/language-en';

export interface Question {
  readonly password: string;
  /** Names and addresses that a guesser would try. */
  readonly told: readonly string[];
}

/** `undecided` where the judgement took too long. */
export type Ruling = 'guessable' | 'strong' | 'undecided';

/** The time of a judgement grows faster than the length of what is judged. */
const charactersJudgedMax = 64;
/** Of 0 to 4: a guesser needs ten thousand million tries. */
const scoreMin = 4;
const ownNames = ['keyledger', 'label', 'studio', 'labelstudio', 'labelbox'];

/** Loading the word lists takes a second, so this module is imported only where passwords are judged. */
const guesses = new ZxcvbnFactory({
  dictionary: { ...commonDictionary, ...englishDictionary },
  graphs: adjacencyGraphs,
});

export function rulingOn({ password, told }: Question): Ruling {
  const judged = [...password].slice(0, charactersJudgedMax).join('');
  const names = [...ownNames, ...told.flatMap((text) => [text, ...partsOf(text)])];
  return guesses.check(judged, names).score < scoreMin ? 'guessable' : 'strong';
}

/** `ada.lovelace@example.com` is guessed by each of its words, too. */
const partsOf = (text: string) => text.split(/[^\p{L}\p{N}]+/u).filter((part) => part.length > 2);
