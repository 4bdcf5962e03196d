import { argon2id, hash, needsRehash, verify } from 'argon2';

const checksAtOnceMax = 2;
const waitingMax = 64;
/** In characters. */
export const passwordLengthMin = 15;
const bytesMax = 1024;

/** What one hash by argon2id takes. */
export interface PasswordCost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

/** The floor of ASVS 5.0. Every process of an installation hashes at this cost; no setting lowers it. */
export const passwordCost: PasswordCost = { memoryKiB: 46 * 1024, passes: 1, lanes: 1 };

/** Too many password checks are waiting; each costs 46 MiB. */
export class PasswordQueueFull extends Error {}

/** Hashes and checks passwords, two at a time: without a limit, a few hundred attempts would use up the memory. */
export class Passwords {
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #dummy: Promise<string> | null = null;
  readonly #options: { type: typeof argon2id; memoryCost: number; timeCost: number; parallelism: number };

  constructor({ memoryKiB, passes, lanes }: PasswordCost) {
    this.#options = { type: argon2id, memoryCost: memoryKiB, timeCost: passes, parallelism: lanes };
  }

  /** The number of checks that wait for their turn. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** @throws PasswordQueueFull when a check would be refused now */
  requireRoom(): void {
    if (this.#running < checksAtOnceMax || this.#waiting.length < waitingMax) return;
    throw new PasswordQueueFull('Too many password checks are waiting.');
  }

  /** Returns the PHC string to keep in the vault. @throws PasswordQueueFull */
  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(comparable(password), this.#options));
  }

  /** Whether this PHC text was made at another cost than new ones are. */
  isOutdated(phc: string): boolean {
    return needsRehash(phc, this.#options);
  }

  /** Takes the same time for an account that has no password or does not exist. @throws PasswordQueueFull */
  matches(password: string, phc: string | null): Promise<boolean> {
    return this.#inTurn(async () => {
      this.#dummy ??= hash('nobody has this password', this.#options);
      const isRight = await verify(phc ?? (await this.#dummy), comparable(password));
      return phc !== null && isRight;
    });
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.requireRoom();
    if (this.#running >= checksAtOnceMax) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}

/**
 * What is wrong with a new password; null when nothing is. A control character is nothing that a person types: it comes from a file or
 * from the clipboard, and would keep the person from signing in with the password as they know it.
 */
export function passwordProblem(password: string): 'control-character' | 'too-short' | 'too-long' | 'too-common' | null {
  if (/\p{Cc}/u.test(password)) return 'control-character';
  if ([...password].length < passwordLengthMin) return 'too-short';
  if (Buffer.byteLength(comparable(password)) > bytesMax) return 'too-long';
  return isCommon(comparable(password).toLowerCase()) ? 'too-common' : null;
}

/** é may be typed as one code point or as two; both are the same password. */
const comparable = (password: string) => password.normalize('NFC');

const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  '01234567890123456789',
  '!@#$%^&*()_+',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
];
const commonWords = [
  'password',
  'passwort',
  'letmein',
  'iloveyou',
  'welcome',
  'admin',
  'administrator',
  'qwerty',
  'keyledger',
  'labelstudio',
  'changeme',
];
const commonPhrases = ['correcthorsebatterystaple', 'thisisapassword', 'thequickbrownfox', 'mypasswordispassword', 'trustno1trustno1'];

/** Common passwords of this length are a shorter thing repeated, a run on the keyboard, or a few well-known words. */
function isCommon(password: string): boolean {
  const letters = password.replace(/[\s._-]/g, '');
  if (/^(.{1,7})\1+.{0,6}$/s.test(password) || commonPhrases.some((phrase) => letters.startsWith(phrase))) return true;
  if (rows.some((row) => `${row}${row}`.includes(password) || [...`${row}${row}`].reverse().join('').includes(password))) return true;
  const rest = commonWords.reduce((text, word) => text.replaceAll(word, ''), letters).replace(/[0-9!@#$%^&*?]/g, '');
  return rest.length < 3;
}
