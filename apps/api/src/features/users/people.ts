import { Injectable } from '@nestjs/common';
import { PersonalData } from '#credentials/personal-data';
import * as User from '#domain/user';
import { Ledger } from '#event-store/ledger';
import { object, opened, type Shape, time } from '../../edge/http/schema.js';

/** Every personal member is null once the person was erased. */
export const Person = object('Person', {
  ...opened<User.Personal>(User.personalFields, { email: 'alice@example.com' }),
  createdAt: time.orNull(),
});
export type Person = Shape<typeof Person>;

/** Opens the sealed data of a person, for those who may see it. */
@Injectable()
export class People {
  constructor(
    private readonly ledger: Ledger,
    private readonly personalData: PersonalData,
  ) {}

  /** As the person's own stream has it, which is never behind. A command reads it before it appends. */
  async user(userId: string): Promise<Person> {
    const { state, begunAt } = await this.ledger.on(User.stream(userId)).load();
    return this.opened(userId, state.status === 'absent' ? User.nobody : state.personal, begunAt);
  }

  /** `sealed` as the person's stream, or a read model made from it, has it. */
  async opened(userId: string, sealed: User.Personal, createdAt: string | null): Promise<Person> {
    return { ...(await this.personalData.openAll(User.textsOf(userId), sealed)), createdAt };
  }
}
