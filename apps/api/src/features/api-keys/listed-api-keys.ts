import { Injectable } from '@nestjs/common';
import { PersonalData } from '#credentials/personal-data';
import { textsOf } from '#domain/token.texts';
import type { TokenListing } from '#projections/read-models/models/token-directory';
import type { TokenRow } from '#projections/token-validity/token-row';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { LastUses } from '../tokens/last-uses.js';
import { type ApiKeyView, ApiKeyViews, networksIn } from './api-key-views.js';

/** API keys as lists show them. */
@Injectable()
export class ListedApiKeys {
  constructor(
    private readonly validity: TokenValidity,
    private readonly personalData: PersonalData,
    private readonly lastUses: LastUses,
    private readonly views: ApiKeyViews,
  ) {}

  /** `listing` is of a key that the index has; its texts are null once the owner was erased. */
  async of(listing: TokenListing): Promise<ApiKeyView> {
    const { id, owner_kind: ownerKind, owner_id: ownerId, created_at: createdAt, created_by_id: createdBy } = listing;
    const sealed = { name: listing.name, allowedAddresses: listing.allowed_addresses };
    const { name, allowedAddresses } = await this.personalData.openAll(textsOf({ id, ownerKind, ownerId }), sealed);
    const uses = { createdWith: listing.created_by_credential, createdAt, lastUsedAt: this.lastUses.usedAt(id) };
    const known = { name, createdBy, ...uses, allowedIpCidrs: networksIn(allowedAddresses) };
    return this.views.of(this.validity.tokens.byId(id) as TokenRow, known);
  }
}
