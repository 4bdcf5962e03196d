import { withoutSurroundingBlanks } from '../../edge/http/surrounding-blanks.js';
import { LabelStudioFailure } from './envelope.js';

/** A body here is a JSON object or a form. Unknown members are ignored, as in Label Studio. */
type Body = Readonly<Record<string, unknown>>;

/** Collects the faults of every field, in Label Studio's words, before anything is done. */
export class RequestFields {
  readonly #body: Body;
  readonly #problems: Record<string, string[]> = {};

  constructor(body: unknown) {
    if (body !== undefined && (body === null || typeof body !== 'object' || Array.isArray(body))) {
      refuse({ non_field_errors: [`Invalid data. Expected a dictionary, but got ${pythonTypeOf(body)}.`] });
    }
    this.#body = (body ?? {}) as Body;
  }

  text(name: string): string {
    const value = this.#required(name);
    if (value === undefined) return '';
    if (typeof value === 'number') return String(value);
    if (typeof value !== 'string') return this.#refuse(name, 'Not a valid string.', '');
    const text = withoutSurroundingBlanks(value);
    return text === '' ? this.#refuse(name, 'This field may not be blank.', '') : text;
  }

  /** Undefined when the field was left out. */
  optionalInteger(name: string, min: number, max: number): number | undefined {
    if (!Object.hasOwn(this.#body, name)) return undefined;
    const value = this.#body[name];
    if (value === null) return this.#refuse(name, 'This field may not be null.', undefined);
    const isText = typeof value === 'string' && value.length <= 1000;
    if ((typeof value !== 'number' && !isText) || !/^-?\d+(\.0*)?$/.test(withoutSurroundingBlanks(String(value)))) {
      return this.#refuse(name, 'A valid integer is required.', undefined);
    }
    const number = Number(value);
    if (number < min) return this.#refuse(name, `Ensure this value is greater than or equal to ${min}.`, undefined);
    if (number > max) return this.#refuse(name, `Ensure this value is less than or equal to ${max}.`, undefined);
    return number;
  }

  /** Undefined when the field was left out. */
  optionalFlag(name: string): boolean | undefined {
    if (!Object.hasOwn(this.#body, name)) return undefined;
    const value = this.#body[name];
    if (value === null) return this.#refuse(name, 'This field may not be null.', undefined);
    const text = ['string', 'number', 'boolean'].includes(typeof value) ? String(value).toLowerCase() : '';
    if (['true', 't', 'yes', 'y', 'on', '1'].includes(text)) return true;
    if (['false', 'f', 'no', 'n', 'off', '0'].includes(text)) return false;
    return this.#refuse(name, 'Must be a valid boolean.', undefined);
  }

  /** @throws LabelStudioFailure 400 naming every field that is wrong */
  check(): void {
    if (Object.keys(this.#problems).length > 0) refuse(this.#problems);
  }

  #required(name: string): unknown {
    if (!Object.hasOwn(this.#body, name)) return this.#refuse(name, 'This field is required.', undefined);
    const value = this.#body[name];
    return value === null ? this.#refuse(name, 'This field may not be null.', undefined) : value;
  }

  #refuse<T>(name: string, problem: string, instead: T): T {
    this.#problems[name] = [problem];
    return instead;
  }
}

function pythonTypeOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return { string: 'str', boolean: 'bool' }[String(typeof value)] ?? 'NoneType';
}

function refuse(validationErrors: Record<string, string[]>): never {
  throw new LabelStudioFailure(400, 'Validation error', { validationErrors });
}
