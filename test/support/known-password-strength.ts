import { PasswordStrength } from '#credentials/password-strength';

export const ownerPassword = 'a-long-and-quiet-river';
export const ownChoice = 'a-kettle-on-the-hill';
const knownToBeGood = [ownerPassword, ownChoice, 'another-long-and-quiet-river'];

/** Reading the word lists takes a second, and the passwords of nearly every test are known to be good. */
export class KnownPasswordStrength extends PasswordStrength {
  override async isGuessable(password: string, told: readonly string[]): Promise<boolean> {
    return !knownToBeGood.includes(password) && super.isGuessable(password, told);
  }
}
