import { IsBoolean, IsInt, Max, Min, ValidateBy, type ValidationArguments } from 'class-validator';
import { type Overlap, overlapSecondsMax } from '#domain/token.overlap';
import type { NoOthers } from '../../edge/http/no-others.js';
import { MayBeAbsent } from '../../edge/http/optional.js';

/** Without an overlap the old credential has ended before the new one can be used; such a wish must not be forgotten in silence. */
const OfAnOverlap = () =>
  ValidateBy({
    name: 'ofAnOverlap',
    validator: {
      validate: (value, context?: ValidationArguments) =>
        value !== true || ((context?.object as OverlapRequest | undefined)?.overlapSeconds ?? 0) > 0,
      defaultMessage: () => '$property needs overlapSeconds above 0',
    },
  });

/** How long the credential that is replaced stays good beside the new one. Without it the old one ends at once. */
export class OverlapRequest {
  /** Whole seconds, a week at most; 0 is the default. */
  @MayBeAbsent()
  @Max(overlapSecondsMax)
  @Min(0)
  @IsInt()
  readonly overlapSeconds?: number;

  /** The old credential ends earlier, with the first accepted use of the new one. */
  @MayBeAbsent()
  @OfAnOverlap()
  @IsBoolean()
  readonly endsOnFirstUse?: boolean;
}

/** The wish as a moment, counted from the one at which the next generation begins; ISO-8601 UTC. */
export function overlapFrom(at: string, { overlapSeconds = 0, endsOnFirstUse, ...others }: OverlapRequest): Overlap {
  others satisfies NoOthers;
  if (overlapSeconds === 0) return {};
  return { overlapEndsAt: new Date(Date.parse(at) + overlapSeconds * 1000).toISOString(), endsOnFirstUse };
}
