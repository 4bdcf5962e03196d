import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsEmail, IsIn, IsInt, Length, Max, Min, ValidateBy } from 'class-validator';
import { type Role, roles } from '#domain/role';
import { validitySecondsMax, validitySecondsMin } from '#domain/token.api-key';
import { IsName } from '../../edge/http/name.js';
import { canonicalNetwork } from '../../edge/http/network-list.js';
import { MayBeAbsent } from '../../edge/http/optional.js';
import { ListTokensRequest, RevokeTokenRequest } from '../tokens/tokens.dto.js';

/** How many addresses and networks an API key may be good from. */
export const networksMax = 50;
/** The roles that an API key may have. */
export const keyRoles: readonly Role[] = roles.filter((role) => role !== 'owner');

const IsNetwork = () =>
  ValidateBy(
    {
      name: 'isNetwork',
      validator: {
        validate: (value) => typeof value === 'string' && canonicalNetwork(value) !== null,
        defaultMessage: () => 'each value in $property must be an address, or a network without bits beyond its prefix',
      },
    },
    { each: true },
  );

/** Each network in its one spelling, and once; a text that is none is left to the validation. */
const canonical = ({ value }: { value: unknown }) =>
  Array.isArray(value) ? [...new Set(value.map((entry) => (typeof entry === 'string' && canonicalNetwork(entry)) || entry))] : value;

export class CreateApiKeyRequest {
  @IsName()
  readonly name!: string;

  /** The key acts in this role or in its owner's, whichever is lower. */
  @IsIn(keyRoles)
  readonly role!: Role;

  /** One minute to 25 weeks. */
  @IsInt()
  @Min(validitySecondsMin)
  @Max(validitySecondsMax)
  readonly validitySeconds!: number;

  /** Whose key it is; the caller's own by default. */
  @MayBeAbsent()
  @IsEmail()
  @Length(1, 254)
  readonly userEmail?: string;

  /** IPv4 and IPv6 addresses and networks from which the key is good; none means from everywhere. */
  @MayBeAbsent()
  @Transform(canonical)
  @IsArray()
  @ArrayMaxSize(networksMax)
  @IsNetwork()
  readonly allowedIpCidrs?: readonly string[];
}

export class UpdateApiKeyRequest {
  @MayBeAbsent()
  @IsName()
  readonly name?: string;

  /** As for a new key. To allow an address that was not allowed takes the right to grant. */
  @MayBeAbsent()
  @Transform(canonical)
  @IsArray()
  @ArrayMaxSize(networksMax)
  @IsNetwork()
  readonly allowedIpCidrs?: readonly string[];
}

/** Which API keys are listed, and in which order. */
export class ListApiKeysRequest extends ListTokensRequest {
  @MayBeAbsent()
  @IsIn(['api-key'])
  override readonly kind = 'api-key' as const;

  /** All of them are of people. */
  @MayBeAbsent()
  @IsIn(['user'])
  override readonly ownerKind = 'user' as const;
}

/** Why a key is deleted, in the query, because some proxies drop the body of a DELETE. */
export class DeleteApiKeyRequest extends RevokeTokenRequest {
  /** Whether the keys that were made with this one end as well, and those that were made with them. */
  @MayBeAbsent()
  @IsIn(['true', 'false'])
  readonly descendants?: string;
}
