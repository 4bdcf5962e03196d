import { readProjectFile } from '../support/project-files.js';

/** A block of a guide: what a reader does to one file. */
export interface Step {
  /** Of the section that the block stands in, as `2. Let it be sent`. */
  readonly section: string;
  readonly path: string;
  readonly isNewFile: boolean;
  /** The text of a new file, or lines that begin with `+`, `-` or a space. */
  readonly text: string;
}

export interface Guide {
  readonly name: string;
  /** How many files the guide says that it takes. */
  readonly files: number;
  readonly steps: readonly Step[];
  /** Lines of its shell blocks. */
  readonly commands: readonly string[];
}

/** @throws Error when a block names no file, or the guide does not say how many files it takes */
export function readGuide(name: string): Guide {
  const path = `docs/guides/${name}.md`;
  const steps: Step[] = [];
  const commands: string[] = [];
  let section = '';
  let named: { path: string; isNewFile: boolean } | null = null;
  const text = readProjectFile(path);
  for (const [, heading, line, language, block] of text.matchAll(/^## (.*)$|^(?!#|```)(.+)$|^```(\w*)\n([\s\S]*?)^```$/gm)) {
    if (heading) section = heading;
    else if (line) named = fileIn(line) ?? named;
    else if (language === 'sh') commands.push(...block.trimEnd().split('\n'));
    else if (named) steps.push({ section, ...named, text: block });
    else throw new Error(`A block of ${path} under "${section}" names no file.`);
  }
  const files = Number(/^\*\*Files: (\d+)\*\*/m.exec(text)?.[1]);
  if (!files) throw new Error(`${path} does not say how many files it takes.`);
  return { name, files, steps, commands };
}

/** `In` or `A new file,` at the beginning of a line, and the path behind it. */
function fileIn(line: string) {
  const [, beginning, path] = /^(In|A new file,) `([\w./-]+)`/.exec(line) ?? [];
  return path ? { path, isNewFile: beginning !== 'In' } : null;
}

/**
 * The text of a file after a step.
 *
 * @throws Error when the lines that the step shows do not stand in the file, or stand there twice
 */
export function textAfter({ path, isNewFile, text }: Step, before: string | null): string {
  if (isNewFile !== (before === null)) throw new Error(`${path} ${isNewFile ? 'is there already' : 'does not exist'}.`);
  if (before === null) return text;
  const linesWith = (marks: string) =>
    text
      .split('\n')
      .slice(0, -1)
      .filter((line) => line === '' || marks.includes(line[0]))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const whole = `\n${before}`;
  const shown = `\n${linesWith(' -')}`;
  const at = whole.indexOf(shown);
  if (at < 0 || at !== whole.lastIndexOf(shown)) throw new Error(`The lines stand ${at < 0 ? 'nowhere' : 'twice'} in ${path}:\n${text}`);
  return `${whole.slice(0, at)}\n${linesWith(' +')}${whole.slice(at + shown.length)}`.slice(1);
}
