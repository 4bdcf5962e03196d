import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';

const environment = () => ({ PATH: process.env.PATH ?? '', PYTHONDONTWRITEBYTECODE: '1', NO_PROXY: '*' });

export interface PythonResult {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/**
 * Runs a Python program from its text. Its environment holds `variables` and nothing of ours, since the clients read variables of
 * their own; a client's proxy settings would send loopback requests elsewhere.
 */
export function runPython(python: string, program: string, variables: Record<string, string> = {}): Promise<PythonResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, ['-'], { env: { ...environment(), ...variables } });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, output, errors }));
    child.stdin.end(program);
  });
}

/** Answers each line with a line: the program in it is run with names of its own, and what it printed or how it failed comes back. */
const loop = `
import contextlib, io, json, os, sys, traceback
for line in sys.stdin:
    request, printed, errors = json.loads(line), io.StringIO(), ''
    os.environ.update(request['variables'])
    try:
        with contextlib.redirect_stdout(printed):
            exec(request['program'], {})
    except BaseException:
        errors = traceback.format_exc()
    print(json.dumps({'code': 1 if errors else 0, 'output': printed.getvalue(), 'errors': errors}), flush=True)`;

/** A Python that runs one program after another, so that what they import is loaded once. */
export class PythonSession {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: Interface;

  constructor(python: string) {
    this.#child = spawn(python, ['-c', loop], { env: environment() });
    this.#lines = createInterface({ input: this.#child.stdout });
  }

  run(program: string, variables: Record<string, string>): Promise<PythonResult> {
    return new Promise((resolve, reject) => {
      const onEnd = () => reject(new Error('Python has ended.'));
      this.#child.once('close', onEnd);
      this.#lines.once('line', (line) => {
        this.#child.off('close', onEnd);
        resolve(JSON.parse(line));
      });
      this.#child.stdin.write(`${JSON.stringify({ program, variables })}\n`);
    });
  }

  end(): void {
    this.#child.kill();
  }
}
