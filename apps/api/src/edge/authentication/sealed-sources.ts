import { Injectable } from '@nestjs/common';
import { PersonalData, SubjectErased } from '#credentials/personal-data';
import * as Token from '#domain/token';
import * as User from '#domain/user';

/** Seals from where somebody came, for the stream of the token that they came with or for: only the person is shown it. */
@Injectable()
export class SealedSources {
  constructor(private readonly personalData: PersonalData) {}

  /** Undefined once the person was erased. */
  async of(userId: string, tokenId: string, source: string): Promise<string | undefined> {
    const place = { stream: Token.streamOf(tokenId), field: 'source', schemaVersion: 1 };
    try {
      return await this.personalData.seal(User.subjectOf(userId), place, source);
    } catch (error) {
      if (error instanceof SubjectErased) return undefined;
      throw error;
    }
  }
}
