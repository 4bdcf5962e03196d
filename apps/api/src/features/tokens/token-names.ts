import { Injectable } from '@nestjs/common';
import { PersonalData } from '#credentials/personal-data';
import { textsOf } from '#domain/token.texts';
import type { TokenListing } from '#projections/read-models/models/token-directory';

/** Opens the names that people gave to their tokens. */
@Injectable()
export class TokenNames {
  constructor(private readonly personalData: PersonalData) {}

  /** Null where there is none, and once the owner was erased. */
  async of({ id, owner_kind: ownerKind, owner_id: ownerId, name: sealed }: TokenListing): Promise<string | null> {
    const { name } = await this.personalData.openAll(textsOf({ id, ownerKind, ownerId }), { name: sealed });
    return name;
  }
}
