import { ValidateIf } from 'class-validator';

/** The member may be left out. Unlike class-validator's own, it does not take null for an absent member. */
export const MayBeAbsent = () => ValidateIf((_body, value) => value !== undefined);
