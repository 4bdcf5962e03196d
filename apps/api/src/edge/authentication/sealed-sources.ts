import { Injectable } from '@nestjs/common';
import { PersonalData, SubjectErased } from '#credentials/personal-data';
import type { Sealed } from '#domain/sealed';
import { textsOf } from '#domain/token.texts';

/** Seals the address that a request came from, for the stream of its token: only the token's owner is shown it. */
@Injectable()
export class SealedSources {
  constructor(private readonly personalData: PersonalData) {}

  /** Undefined once the person was erased. */
  async of(userId: string, tokenId: string, source: string): Promise<Sealed | undefined> {
    try {
      return (await this.personalData.sealAll(textsOf({ id: tokenId, ownerKind: 'user', ownerId: userId }), { source })).source;
    } catch (error) {
      if (error instanceof SubjectErased) return undefined;
      throw error;
    }
  }
}
