import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from '../../scripts/child.mjs';

/** The commit of the code here; what is not committed is told by `-dirty` at its end, which no history knows. */
export async function commitHere() {
  const { output } = await run('git', ['describe', '--always', '--dirty', '--exclude', '*']);
  return output.trim();
}

/**
 * The code of an earlier commit, installed apart, so that it can be measured in the same minutes as today's: what a shared machine takes
 * for the same work differs from one quarter of an hour to the next, and not for both sides of a ratio alike.
 */
export class KnownCode {
  #folder = null;

  /**
   * @param commit the one that a baseline was recorded with
   * @param repository where it is looked for
   */
  constructor(commit, repository = root) {
    this.commit = commit;
    this.repository = repository;
    process.on('exit', () => this.remove());
  }

  /**
   * Runs benchmarks as that commit has them, and shows what they print.
   *
   * @param names of benchmarks, for example `['auth']`
   * @param flags of their form, for example `['--long']`
   * @returns their figures by `<benchmark>: <figure>`
   * @throws Error with the output of what failed: the history here may not reach back to that commit, or the registry may not answer
   */
  async measure(names, flags = []) {
    if (this.#folder === null) await this.#install();
    await this.#do('npm', ['run', '--silent', 'bench', '--', ...names, ...flags], true);
    return Object.fromEntries(names.flatMap((name) => this.#figuresOf(name)));
  }

  /** Removes what was installed, as the end of the process does. */
  remove() {
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = null;
  }

  async #install() {
    this.#folder = mkdtempSync(join(tmpdir(), 'keyledger-known-code-'));
    try {
      await this.#do('git', ['clone', '--quiet', '--no-checkout', this.repository, '.']);
      await this.#do('git', ['checkout', '--quiet', '--detach', this.commit, '--']);
      await this.#do('npm', ['ci', '--no-audit', '--no-fund']);
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  #figuresOf(name) {
    const { figures } = JSON.parse(readFileSync(join(this.#folder, `bench/results/${name}.bench.json`), 'utf8'));
    return figures.map((figure) => [`${name}: ${figure.name}`, figure]);
  }

  async #do(command, args, show = false) {
    const { code, output } = await run(command, args, { cwd: this.#folder, show });
    if (code !== 0) throw new Error(`${output}${command} ${args.join(' ')} ended with ${code}.`);
  }
}
