import { describe, expect, it } from '@jest/globals';
import { identifiersIn, wordsOf } from './support/names.js';
import { projectFiles, readProjectFile } from './support/project-files.js';

/** One line of the list "Not used" in ARCHITECTURE.md. */
interface NotUsed {
  /** Words that follow each other in no name. */
  readonly words: readonly string[];
  /** The beginnings of paths where the same words are another idea. */
  readonly allowedIn: readonly string[];
}

const isOurs = (path: string) => /^(apps|libs|test|bench|scripts|examples)\//.test(path) && !path.includes('/golden/');
const isCode = (path: string) => isOurs(path) && /\.(tsx?|mjs)$/.test(path);

/** Rows look like `| door, doors | pre-router handler | |`; the third cell holds beginnings of paths. */
function notUsedIn(architecture: string): NotUsed[] {
  const [, section = ''] = architecture.split('\n### Not used\n');
  const rows = section
    .split('\n## ')[0]
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1);
  return rows.flatMap((row) => {
    const [old, , paths] = row.split('|').slice(1);
    const allowedIn = [...paths.matchAll(/`([^`]+)`/g)].map(([, path]) => path);
    return old.split(',').map((words) => ({ words: wordsOf(words), allowedIn }));
  });
}

const has = (words: readonly string[], { words: sought }: NotUsed) => ` ${words.join(' ')} `.includes(` ${sought.join(' ')} `);

/** A name has the words only where the text has their letters, which is found out much sooner than a program is parsed. */
const mayHave = (letters: string, { words }: NotUsed) => words.every((word) => letters.includes(word));

/** What is named with words that are not used, as `path: name`. */
function misnamed(path: string, program: string | null, list: readonly NotUsed[]): string[] {
  const asked = list.filter(({ allowedIn }) => !allowedIn.some((beginning) => path.startsWith(beginning)));
  const letters = program?.toLowerCase() ?? '';
  const isParsed = asked.some((notUsed) => mayHave(letters, notUsed));
  const names = [...path.split('/'), ...(program && isParsed ? identifiersIn(program, path.endsWith('.tsx')) : [])];
  return names.filter((name) => asked.some((notUsed) => has(wordsOf(name), notUsed))).map((name) => `${path}: ${name}`);
}

const list = notUsedIn(readProjectFile('ARCHITECTURE.md'));

describe('The list of words that are not used', () => {
  it('is read from ARCHITECTURE.md', () => {
    expect(list.length).toBeGreaterThan(20);
    expect(list).toContainEqual({ words: ['door'], allowedIn: [] });
    expect(list.every(({ words }) => words.length > 0)).toBe(true);
  });

  it.each([
    ['a variable', 'const frontDoor = 1;'],
    ['a parameter', 'export const open = (door: string) => 1;'],
    ['a private member', 'class House { readonly #backDoor = 1; }'],
    ['a type and what it has', 'interface DoorPlan { readonly width: number }'],
    ['a member that is used', 'console.log(house.door);'],
    ['a constant', 'const DOOR_MAX = 1;'],
    ['a class', 'class DoorHTTP {}'],
  ])('finds one in %s', (_where, program) => {
    expect(misnamed('libs/house.ts', program, list)).toHaveLength(1);
  });

  it('finds one in markup', () => {
    expect(misnamed('apps/console/src/house.tsx', 'const house = () => <Door open />;', list)).toHaveLength(1);
  });

  it('finds one in the name of a file and of a folder', () => {
    expect(misnamed('libs/doors/front-door.spec.ts', null, list)).toHaveLength(2);
  });

  it('finds several words only where they follow each other', () => {
    const program = 'const isGivenWay = 1; const givingWay = 1; class GivingWay {}';
    expect(misnamed('libs/road.ts', program, list)).toEqual(['libs/road.ts: givingWay', 'libs/road.ts: GivingWay']);
  });

  it('leaves comments and texts alone, and words that only begin alike', () => {
    expect(misnamed('libs/house.ts', "/** A door. */ const text = 'a door'; // door\nconst doorway = `door`;", list)).toEqual([]);
  });

  it('allows a word only where the list says so', () => {
    const allowing = [{ words: ['door'], allowedIn: ['libs/houses/'] }];
    expect(misnamed('libs/houses/house.ts', 'const door = 1;', allowing)).toEqual([]);
    expect(misnamed('libs/cars/car.ts', 'const door = 1;', allowing)).toHaveLength(1);
  });

  it('allows nothing that nobody needs', () => {
    const isNeeded = ({ words }: NotUsed, beginning: string) =>
      projectFiles()
        .filter((path) => path.startsWith(beginning))
        .some((path) => misnamed(path, isCode(path) ? readProjectFile(path) : null, [{ words, allowedIn: [] }]).length > 0);
    const unneeded = list.flatMap((entry) => entry.allowedIn.filter((path) => !isNeeded(entry, path)).map((path) => [entry.words, path]));
    expect(unneeded).toEqual([]);
  });
});

describe('The code', () => {
  it('is named with none of them: neither files and folders, nor what is in them', () => {
    const paths = projectFiles().filter(isOurs);
    expect(paths.flatMap((path) => misnamed(path, isCode(path) ? readProjectFile(path) : null, list))).toEqual([]);
  });
});
