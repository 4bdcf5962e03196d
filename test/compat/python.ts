import { spawn } from 'node:child_process';

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
    const env = { PATH: process.env.PATH ?? '', PYTHONDONTWRITEBYTECODE: '1', NO_PROXY: '*', ...variables };
    const child = spawn(python, ['-'], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, output, errors }));
    child.stdin.end(program);
  });
}
