import { ValidateIf } from 'class-validator';

/** The member may be left out. Unlike class-validator's `IsOptional`, this does not accept null in its place. */
export const MayBeAbsent = () => ValidateIf((_body, value) => value !== undefined);
