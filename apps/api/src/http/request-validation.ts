import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { Refusal } from '#domain/refusal';

/** Checks every body against its class. Members that the class does not have are refused, and nothing is converted silently. */
export const requestValidation = new ValidationPipe({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  validationError: { target: false, value: false },
  stopAtFirstError: true,
  exceptionFactory: (errors) => new Refusal('request/invalid', membersOf(errors)),
});

function membersOf(errors: readonly ValidationError[], parent = ''): Record<string, string[]> {
  return Object.assign(
    {},
    ...errors.map(({ property, constraints, children }) => ({
      ...(constraints && { [parent + property]: Object.values(constraints) }),
      ...membersOf(children ?? [], `${parent}${property}.`),
    })),
  );
}
