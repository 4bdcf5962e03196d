import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectFiles, projectRoot } from '../support/project-files.js';
import { type Step, textAfter } from './read-guide.js';

/** A copy of the project's sources, with its packages beside them, to try changes on. */
export class ProjectCopy {
  readonly #root = mkdtempSync(join(tmpdir(), 'keyledger-guide-'));
  readonly #before = new Map<string, string | null>();

  constructor() {
    for (const path of projectFiles()) cpSync(join(projectRoot, path), join(this.#root, path));
    symlinkSync(join(projectRoot, 'node_modules'), join(this.#root, 'node_modules'));
  }

  follow(steps: readonly Step[]): void {
    for (const step of steps) {
      const file = join(this.#root, step.path);
      const before = existsSync(file) ? readFileSync(file, 'utf8') : null;
      if (!this.#before.has(file)) this.#before.set(file, before);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, textAfter(step, before));
    }
  }

  /** As it was before any step. */
  undo(): void {
    for (const [file, text] of this.#before) text === null ? rmSync(file) : writeFileSync(file, text);
    this.#before.clear();
  }

  /** Builds what `test` runs and answers what the compiler says; empty when nothing is wrong. */
  build(): string {
    const incremental = ['--incremental', '--tsBuildInfoFile', 'guides.tsbuildinfo'];
    return this.#run(['node_modules/typescript/bin/tsc', '--noEmitOnError', '-p', 'tsconfig.json', ...incremental]);
  }

  /** What the formatter and linter says of the files that were changed; empty when nothing is wrong. */
  format(): string {
    return this.#run(['node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off', ...this.#before.keys()]);
  }

  /** What the suites say of what fails, on what was built last; empty when nothing does. */
  test(suites: readonly string[]): string {
    return this.#run(['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--runInBand', '--bail', ...suites]);
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  #run(args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: this.#root, encoding: 'utf8' });
    return status === 0 ? '' : `${stdout}${stderr}` || `ended with ${status}`;
  }
}
