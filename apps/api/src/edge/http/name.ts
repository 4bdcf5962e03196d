import { applyDecorators } from '@nestjs/common';
import { IsString, Length, ValidateBy } from 'class-validator';

const oneLine = /^[^\p{C}\p{Zl}\p{Zp}]+$/u;
const showing = /[^\p{C}\p{Z}]/u;

/** A name that a person typed: one line of at most 200 characters, without invisible characters other than blanks, and not blank. */
export const IsName = () =>
  applyDecorators(
    IsString(),
    Length(1, 200),
    ValidateBy({
      name: 'isName',
      validator: {
        validate: (value) => typeof value === 'string' && oneLine.test(value) && showing.test(value),
        defaultMessage: () => '$property must be one line of characters that show',
      },
    }),
  );
