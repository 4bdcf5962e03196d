import { Injectable } from '@nestjs/common';
import { PersonalData } from '#credentials/personal-data';
import * as User from '#domain/user';
import { UserDirectory, type UserListing } from '#projections/user-directory';

export interface Person {
  /** Null, as are the names, once the person was erased. */
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
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
    return listing ? this.listing(listing) : { email: null, firstName: null, lastName: null, createdAt: null };
  }

  async listing({ id, email, first_name, last_name, created_at }: UserListing): Promise<Person> {
    const open = (field: string, sealed: string | null) =>
      sealed === null ? null : this.personalData.open(sealed, { stream: User.streamOf(id), field });
    return {
      email: await open('email', email),
      firstName: await open('firstName', first_name),
      lastName: await open('lastName', last_name),
      createdAt: created_at,
    };
  }
}
