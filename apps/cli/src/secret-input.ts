import { createInterface, type Interface } from 'node:readline';
import { CliFailure } from './exit-codes.js';
import type { Terminal } from './terminal.js';

const enter = /[\r\n]/;
const controlC = '\u0003';
const controlD = '\u0004';
const isErase = (key: string) => key === '\b' || key === '\u007f';

/** Reads secrets from lines of standard input, or from anyone who sits at the terminal. Never from arguments. */
export class SecretInput {
  #interface: Interface | null = null;
  #lines: AsyncIterator<string> | null = null;

  constructor(private readonly terminal: Terminal) {}

  get canAsk(): boolean {
    return this.terminal.input.isTTY === true && this.terminal.errors.isTTY === true;
  }

  /** The next line of standard input; `what` names the secret in the failure. */
  async nextLine(what: string): Promise<string> {
    if (this.terminal.input.isTTY) return this.ask(`${what}: `, '');
    this.#interface ??= createInterface({ input: this.terminal.input, crlfDelay: Number.POSITIVE_INFINITY });
    this.#lines ??= this.#interface[Symbol.asyncIterator]();
    const { value, done } = await this.#lines.next();
    if (done || value === '') throw new CliFailure('usage', `Standard input holds no line for this: ${what}.`);
    return value;
  }

  /** Lets go of standard input, which would otherwise keep the process alive. */
  close(): void {
    this.#interface?.close();
  }

  /** Asks without showing what is typed. @throws CliFailure when nobody can be asked; `remedy` says what to do then */
  ask(question: string, remedy: string): Promise<string> {
    if (!this.canAsk) throw new CliFailure('usage', `There is no terminal to ask at. ${remedy}`);
    return this.#typed(question, false);
  }

  /** A new password, typed twice. */
  async askTwice(question: string, remedy: string): Promise<string> {
    const first = await this.ask(`${question}: `, remedy);
    if ((await this.ask(`${question}, once more: `, remedy)) !== first) throw new CliFailure('usage', 'The two were not the same.');
    return first;
  }

  /** Text that is no secret. */
  askOpenly(question: string, remedy: string): Promise<string> {
    if (!this.canAsk) throw new CliFailure('usage', `There is no terminal to ask at. ${remedy}`);
    return this.#typed(question, true);
  }

  /** Resolves when anyone who is asked agrees. @throws CliFailure otherwise */
  async agree(question: string, isAgreed: boolean): Promise<void> {
    if (isAgreed) return;
    const answer = await this.askOpenly(`${question} Type yes: `, 'Add --yes to agree beforehand.');
    if (answer.trim().toLowerCase() !== 'yes') throw new CliFailure('failed', 'Nothing was done.');
  }

  /** Key by key, since only so a terminal does not show what is typed. */
  #typed(question: string, isShown: boolean): Promise<string> {
    const { input, errors } = this.terminal;
    errors.write(question);
    return new Promise((resolve, reject) => {
      let typed = '';
      const end = (rest: string, settle: () => void) => {
        input.off('data', onData);
        input.setRawMode?.(false);
        input.pause();
        // Anyone who types ahead, or pastes two lines, has answered the next question too.
        if (rest !== '') input.unshift(Buffer.from(rest));
        errors.write('\n');
        settle();
      };
      const onData = (chunk: Buffer | string) => {
        const text = String(chunk);
        let read = 0;
        for (const key of text) {
          read += key.length;
          if (key === controlC || (key === controlD && typed === ''))
            return end('', () => reject(new CliFailure('interrupted', 'Interrupted.')));
          if (enter.test(key)) return end(text.slice(read), () => resolve(typed));
          if (isShown) errors.write(isErase(key) ? '\b \b' : key);
          typed = isErase(key) ? [...typed].slice(0, -1).join('') : typed + key;
        }
      };
      input.setRawMode?.(true);
      input.on('data', onData);
      input.resume();
    });
  }
}
