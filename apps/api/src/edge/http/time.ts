import { applyDecorators } from '@nestjs/common';
import { IsISO8601, Matches, ValidateBy, type ValidationArguments } from 'class-validator';

const dayOrMoment = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;
const message = '$property must be a day, like 2030-01-31, or a time with its offset from UTC, like 2030-01-31T12:00:00Z';

/**
 * A time as RFC 3339 writes it, or a day, which means its first moment in UTC. ISO 8601 alone permits too much: weeks and ordinal days,
 * which JavaScript cannot parse, and times without an offset, which mean another moment on every machine.
 */
export const IsTime = () =>
  applyDecorators(Matches(dayOrMoment, { message }), IsISO8601({ strict: true, strictSeparator: true }, { message }));

/** Of a time that ends a stretch which begins at the time in the member `start`: nothing lies in one that ends before it begins. */
export const IsAfter = (start: string) =>
  ValidateBy({
    name: 'isAfter',
    constraints: [start],
    validator: {
      validate: (end, context?: ValidationArguments) => !isNoLater(end, (context?.object as Record<string, unknown> | undefined)?.[start]),
      defaultMessage: () => `$property must be later than ${start}`,
    },
  });

/** Whether both are times, and the end is no later than the start. */
const isNoLater = (end: unknown, start: unknown) => Date.parse(String(end)) <= Date.parse(String(start));
