import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { Refusal } from '#domain/refusal';

/** Validates every body against its class. Unknown members are refused, and nothing is converted silently. */
export const requestValidation = new ValidationPipe({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  validationError: { target: false, value: false },
  exceptionFactory: (errors) => new Refusal('request/invalid', membersOf(errors)),
});

/** Decorators run from the last to the first, and the first one says the type: a text that must be a number is told so first. */
function membersOf(errors: readonly ValidationError[], parent = ''): Record<string, string[]> {
  return Object.assign(
    {},
    ...errors.map(({ property, constraints, children }) => ({
      ...(constraints && { [parent + property]: Object.values(constraints).slice(-1) }),
      ...membersOf(children ?? [], `${parent}${property}.`),
    })),
  );
}
