import { applyDecorators } from '@nestjs/common';
import { IsString, Length, ValidateBy } from 'class-validator';
import { isName, nameLengthMax } from '#domain/name';

/** A name that a person typed: one line of at most 200 characters, without invisible characters other than blanks, and not blank. */
export const IsName = () =>
  applyDecorators(
    IsString(),
    Length(1, nameLengthMax),
    ValidateBy({
      name: 'isName',
      validator: {
        validate: (value) => typeof value === 'string' && isName(value),
        defaultMessage: () => '$property must be one line of characters that show',
      },
    }),
  );
