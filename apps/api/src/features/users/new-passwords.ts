import { Injectable } from '@nestjs/common';
import { Passwords, passwordProblem } from '#credentials/password';
import { PasswordStrength } from '#credentials/password-strength';
import { Refusal } from '#domain/refusal';
import type { Opened } from '#domain/sealed';
import * as User from '#domain/user';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { OrganizationViews } from '../organization/organization-views.js';
import { People } from './people.js';

/** Who is about to be registered. */
interface Registered extends Partial<Opened<User.Personal>> {
  readonly passwordFrom?: 'generator' | 'settings';
}

/** Judges and hashes passwords that are to be set. The right to set one is checked before, because judging takes long. */
@Injectable()
export class NewPasswords {
  constructor(
    private readonly passwords: Passwords,
    private readonly strength: PasswordStrength,
    private readonly validity: TokenValidity,
    private readonly people: People,
    private readonly organizations: OrganizationViews,
  ) {}

  /**
   * The PHC string of a password for a registered person.
   * @throws Refusal password/control-character, password/too-short, password/too-long or password/too-common; PasswordQueueFull
   */
  async hashFor(userId: string, password: string): Promise<string> {
    requireForm(password);
    const home = this.validity.principals.users.get(userId)?.homeOrganizationId ?? '';
    return this.#hash(password, await this.#namesOf(home, await this.people.user(userId)));
  }

  /** The same for a person who is being registered. A password that the program or the settings of the host chose was judged there. */
  async hashForNew(person: Registered, organizationId: string, password: string) {
    requireForm(password);
    if (person.passwordFrom !== undefined) return this.passwords.hash(password);
    return this.#hash(password, await this.#namesOf(organizationId, person));
  }

  async #hash(password: string, told: readonly string[]): Promise<string> {
    if (await this.strength.isGuessable(password, told)) throw new Refusal('password/too-common');
    return this.passwords.hash(password);
  }

  /** The first person is registered before their organization exists. */
  async #namesOf(organizationId: string, person: Partial<Opened<User.Personal>>): Promise<string[]> {
    const exists = this.validity.principals.organizations.has(organizationId);
    const names = [...User.personalFields.map((field) => person[field]), exists ? await this.organizations.name(organizationId) : null];
    return names.filter((name): name is string => typeof name === 'string');
  }
}

/** What costs nothing is looked at first. */
function requireForm(password: string): void {
  const problem = passwordProblem(password);
  if (problem) throw new Refusal(`password/${problem}`);
}
