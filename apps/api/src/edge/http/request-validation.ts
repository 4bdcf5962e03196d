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
  exceptionFactory: (errors) => new Refusal('request/invalid', membersOf(errors)),
});

/** Decorators are asked from the last to the first, and the first says the type: what a text must be first of all is a number. */
function membersOf(errors: readonly ValidationError[], parent = ''): Record<string, string[]> {
  return Object.assign(
    {},
    ...errors.map(({ property, constraints, children }) => ({
      ...(constraints && { [parent + property]: Object.values(constraints).slice(-1) }),
      ...membersOf(children ?? [], `${parent}${property}.`),
    })),
  );
}
