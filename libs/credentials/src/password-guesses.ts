import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as commonDictionary } from '@zxcvbn-ts/language-common';
import { dictionary as englishDictionary } from '@zxcvbn-ts/language-en';

export interface Question {
  readonly password: string;
  /** Names and addresses of the person, which a guesser would try. */
  readonly told: readonly string[];
}

/** `undecided` means that the judgement took too long. */
export type Ruling = 'guessable' | 'strong' | 'undecided';

/** The time of a judgement grows faster than the length of the password. */
const charactersJudgedMax = 64;
/** The score ranges from 0 to 4; 4 means that a guesser needs at least ten thousand million tries. */
const scoreMin = 4;
const ownNames = ['keyledger', 'label', 'studio', 'labelstudio', 'labelbox'];

/** Loading the word lists takes a second, so this module is imported only where passwords are judged. */
const guesses = new ZxcvbnFactory({
  dictionary: { ...commonDictionary, ...englishDictionary },
  graphs: adjacencyGraphs,
});

/** Judges the first 64 characters of the password by what a guesser would try, in milliseconds to seconds of the calling thread. */
export function rulingOn({ password, told }: Question): Ruling {
  const judged = [...password].slice(0, charactersJudgedMax).join('');
  const names = [...ownNames, ...told.flatMap((text) => [text, ...partsOf(text)])];
  return guesses.check(judged, names).score < scoreMin ? 'guessable' : 'strong';
}

/** The parts of `ada.lovelace@example.com` are guessed on their own, too. */
const partsOf = (text: string) => text.split(/[^\p{L}\p{N}]+/u).filter((part) => part.length > 2);
