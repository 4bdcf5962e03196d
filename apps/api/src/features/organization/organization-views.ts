import { Injectable } from '@nestjs/common';
import { PersonalData } from '#credentials/personal-data';
import * as Organization from '#domain/organization';
import { Refusal } from '#domain/refusal';
import type { OrganizationRow } from '#projections/token-validity/principals';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { id, integer, object, type Shape, text, time } from '../../edge/http/schema.js';
import { settingsMembers } from './organization.dto.js';

export const OrganizationView = object('OrganizationView', {
  id,
  number: integer(1),
  name: text('Research').orNull(),
  createdAt: time,
  ...settingsMembers,
});
export type OrganizationView = Shape<typeof OrganizationView>;

/** An organization and its settings, as the index has them at this moment. */
@Injectable()
export class OrganizationViews {
  constructor(
    private readonly validity: TokenValidity,
    private readonly personalData: PersonalData,
  ) {}

  /** What never changes, and has to be opened. A command reads it before it appends. */
  async name(organizationId: string): Promise<string | null> {
    const row = this.#row(organizationId);
    return (await this.personalData.openAll(Organization.textsOf(row.id), row)).name;
  }

  /** This reads only the index, so it cannot fail after an append. */
  of(organizationId: string, name: string | null): OrganizationView {
    const { id, number, createdAt, settings } = this.#row(organizationId);
    return { id, number, name, createdAt, ...settings };
  }

  #row(organizationId: string): OrganizationRow {
    const row = this.validity.principals.organizations.get(organizationId);
    if (!row) throw new Refusal('organization/not-found');
    return row;
  }
}
