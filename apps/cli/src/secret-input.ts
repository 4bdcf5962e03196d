import { createInterface, type Interface } from 'node:readline';
import { CliFailure } from './exit-codes.js';
import { printable } from './output/printable.js';
import { credentialIn } from './remote/credential-text.js';
import type { Terminal } from './terminal.js';

const enter = /[\r\n]/;
const controlC = '\u0003';
const controlD = '\u0004';
const isErase = (key: string) => key === '\b' || key === '\u007f';

/** Reads secrets from lines of standard input or from a prompt on the terminal, never from arguments. */
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
    const line = await this.#lines.next();
    const { done } = line;
    // A file that is piped in may begin with a byte-order mark.
    const value = line.value?.replace(/^\ufeff/, '');
    if (done || value === '') throw new CliFailure('usage', `Standard input has no line for this: ${what}.`);
    if (/[\0\ufffd]/.test(value))
      throw new CliFailure('usage', 'Standard input holds no text in UTF-8; some editors and shells write UTF-16.');
    return value;
  }

  /** A credential on the next line of standard input. Blanks around a password are part of it, but no credential has any. */
  async nextCredential(): Promise<string> {
    return credentialIn(await this.nextLine('a credential'), 'Standard input');
  }

  /** Closes standard input, which would otherwise keep the process alive. */
  close(): void {
    this.#interface?.close();
  }

  /** Prompts without echoing what is typed. @throws CliFailure when there is no terminal; `remedy` says what to do then */
  ask(question: string, remedy: string): Promise<string> {
    if (!this.canAsk) throw new CliFailure('usage', `There is no terminal to ask at. ${remedy}`);
    return this.#typed(question, false);
  }

  /** Asks for a new password twice. */
  async askTwice(question: string, remedy: string): Promise<string> {
    const first = await this.ask(`${question}: `, remedy);
    if ((await this.ask(`${question}, once more: `, remedy)) !== first) throw new CliFailure('usage', 'The two entries differ.');
    return first;
  }

  /** Asks with echo, for text that is not secret. */
  askOpenly(question: string, remedy: string): Promise<string> {
    if (!this.canAsk) throw new CliFailure('usage', `There is no terminal to ask at. ${remedy}`);
    return this.#typed(question, true);
  }

  /** Resolves when the user confirms. @throws CliFailure otherwise */
  async agree(question: string, isAgreed: boolean): Promise<void> {
    if (isAgreed) return;
    const answer = await this.askOpenly(`${question} Type yes: `, 'Add --yes to agree beforehand.');
    if (answer.trim().toLowerCase() !== 'yes') throw new CliFailure('failed', 'Nothing was done.');
  }

  /** The input is read key by key in raw mode, since otherwise the terminal echoes it. */
  #typed(question: string, isShown: boolean): Promise<string> {
    const { input, errors } = this.terminal;
    errors.write(printable(question));
    return new Promise((resolve, reject) => {
      let typed = '';
      const end = (rest: string, settle: () => void) => {
        input.off('data', onData);
        input.setRawMode?.(false);
        input.pause();
        // Text that was typed ahead, or pasted as two lines, also answers the next question.
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
          if (isShown) errors.write(isErase(key) ? '\b \b' : printable(key));
          typed = isErase(key) ? [...typed].slice(0, -1).join('') : typed + key;
        }
      };
      input.setRawMode?.(true);
      input.on('data', onData);
      input.resume();
    });
  }
}
