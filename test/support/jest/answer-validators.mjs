import { Ajv2020 } from 'ajv/dist/2020.js';

/** The symbol of the function by which a suite gets the validator of answers. */
export const answerValidator = 'keyledger.answer-validator';

const formats = {
  uuid: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
  'date-time': '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3,6}Z$',
};

const validators = new Map();

/**
 * Returns the validator in which the OpenAPI document with this text is the schema `document`. All suites of a process share it: nearly all
 * have the same document, and compiling what they need of it would be a tenth of the work of many.
 */
export function answerValidatorOf(text) {
  const validator = validators.get(text) ?? new Ajv2020({ strict: false, validateSchema: false, formats });
  if (!validators.has(text)) validator.addSchema(JSON.parse(text), 'document');
  validators.set(text, validator);
  return validator;
}
