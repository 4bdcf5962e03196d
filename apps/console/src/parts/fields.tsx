import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select, SelectValue } from 'react-aria-components/Select';
import { Switch } from 'react-aria-components/Switch';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField } from 'react-aria-components/TextField';

interface FieldParts {
  readonly label: string;
  readonly hint?: string;
  /** What is wrong with it, in the server's words; empty where nothing is. */
  readonly error?: string;
  readonly isDisabled?: boolean;
}

interface TextFieldParts extends FieldParts {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'password' | 'email' | 'number' | 'date' | 'datetime-local' | 'search';
  readonly lines?: number;
  readonly isRequired?: boolean;
  readonly isReadOnly?: boolean;
  readonly autoFocus?: boolean;
  readonly autoComplete?: string;
  /** `false` for what must not leave the page: some browsers send what they check to a service. */
  readonly spellCheck?: 'true' | 'false';
  readonly inputMode?: 'numeric';
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: number | string;
  readonly max?: number | string;
}

/** A text with its label, what it is for and what is wrong with it. A password can be shown. */
export function TextField({ label, hint, error = '', type = 'text', lines, min, max, ...field }: TextFieldParts) {
  const [isShown, setShown] = useState(false);
  const isSecret = type === 'password';
  return (
    // A field that the server refused would keep the browser from sending the form again, so that what is wrong is marked and not enforced.
    <AriaTextField
      {...field}
      type={isSecret && isShown ? 'text' : type}
      isInvalid={error !== ''}
      validationBehavior="aria"
      className="field"
    >
      <Label>{label}</Label>
      {lines === undefined ? (
        <Input min={min} max={max} required={field.isRequired} />
      ) : (
        <TextArea rows={lines} required={field.isRequired} />
      )}
      {isSecret && (
        <button type="button" className="quiet small" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          {isShown ? 'Hide' : 'Show'}
        </button>
      )}
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

interface SelectFieldParts<Value extends string> extends FieldParts {
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value) => void;
}

/** One of a few values. */
export function SelectField<Value extends string>({
  label,
  hint,
  error = '',
  value,
  choices,
  onChange,
  isDisabled,
}: SelectFieldParts<Value>) {
  return (
    <Select
      className="field"
      isDisabled={isDisabled}
      isInvalid={error !== ''}
      validationBehavior="aria"
      value={value}
      onChange={(key) => key !== null && onChange(String(key) as Value)}
    >
      <Label>{label}</Label>
      <Button className="select">
        <SelectValue>{({ defaultChildren }) => choices.find((each) => each.value === value)?.label ?? defaultChildren}</SelectValue>
        <span aria-hidden="true">▾</span>
      </Button>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
      <Popover className="popover">
        <ListBox>
          {choices.map((choice) => (
            <ListBoxItem key={choice.value} id={choice.value} textValue={choice.label} className="option">
              {/* In plain elements, so that the option is named by everything that is seen of it. */}
              <span>{choice.label}</span>
              {choice.hint && <span className="hint">{choice.hint}</span>}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}

interface SwitchFieldParts extends FieldParts {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** Something that is on or off, in a word as well. */
export function SwitchField({ label, hint, isOn, onChange, isDisabled }: SwitchFieldParts) {
  return (
    <div className="switch-field">
      <Switch isSelected={isOn} onChange={onChange} isDisabled={isDisabled} className="switch">
        <span className="switch-track" aria-hidden="true">
          <span className="switch-thumb" />
        </span>
        {label} <span className="soft">{isOn ? 'on' : 'off'}</span>
      </Switch>
      {hint && <p className="hint">{hint}</p>}
    </div>
  );
}
