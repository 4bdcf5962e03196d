import { Injectable } from '@nestjs/common';
import { PersonalData } from '#credentials/personal-data';
import * as User from '#domain/user';
import { UserDirectory, type UserListing } from '#projections/user-directory';

/** Every personal member is null once the person was erased. */
export interface Person extends User.Personal {
  readonly createdAt: string | null;
}

/** Opens what is sealed about a person, for those who may see it. */
@Injectable()
export class PersonOf {
  constructor(
    private readonly directory: UserDirectory,
    private readonly personalData: PersonalData,
  ) {}

  async user(userId: string): Promise<Person> {
    const listing = await this.directory.get(userId);
    return this.#opened(userId, listing ? JSON.parse(listing.personal) : {}, listing?.created_at ?? null);
  }

  listing({ id, personal, created_at }: UserListing): Promise<Person> {
    return this.#opened(id, JSON.parse(personal), created_at);
  }

  async #opened(userId: string, sealed: Partial<User.Personal>, createdAt: string | null): Promise<Person> {
    const open = (field: string, text: string | null) =>
      text === null ? null : this.personalData.open(text, { stream: User.streamOf(userId), field });
    const members = User.personalFields.map(async (field) => [field, await open(field, sealed[field] ?? null)]);
    return { ...Object.fromEntries(await Promise.all(members)), createdAt };
  }
}
