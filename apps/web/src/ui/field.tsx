import { type InputHTMLAttributes, type ReactNode, useId } from 'react';

type Parts = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined };

type FieldProps = {
  label: string;
  hint?: string | undefined;
  /** What is wrong, in words; the control is then marked as invalid and described by it. */
  error?: string | undefined;
  /** Shown behind the label of what may stay empty. */
  optional?: string | undefined;
  children: (parts: Parts) => ReactNode;
};

/** A labelled control with its hint and its error beside it. */
export function Field({ label, hint, error, optional, children }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        {optional && <span className="font-normal text-ink-soft"> ({optional})</span>}
      </label>
      {children({
        id,
        'aria-describedby': note ? `${id}-note` : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {note && (
        <p id={`${id}-note`} className={error ? 'text-sm text-danger' : 'text-sm text-ink-soft'}>
          {note}
        </p>
      )}
    </div>
  );
}

export const INPUT_CLASS =
  'min-h-11 w-full rounded-md border border-line-strong bg-raised px-3 text-base text-ink placeholder:text-ink-soft aria-invalid:border-danger';

type TextFieldProps = Omit<FieldProps, 'children'> & InputHTMLAttributes<HTMLInputElement>;

export function TextField({ label, hint, error, optional, className = '', ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional}>
      {(parts) => <input {...parts} {...input} className={`${INPUT_CLASS} ${className}`} />}
    </Field>
  );
}
