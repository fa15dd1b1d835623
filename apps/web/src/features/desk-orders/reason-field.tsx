'use client';
import { useId } from 'react';
import { TextField } from '../../ui/field.tsx';

type Props = {
  value: string;
  /** What it often is. */
  suggestions: string[];
  error?: string | undefined;
  onChange: (reason: string) => void;
};

/** Why an operator does something to an order. */
export function ReasonField({ value, suggestions, error, onChange }: Props) {
  const listId = useId();
  return (
    <>
      <TextField
        label="Reason"
        value={value}
        onChange={({ target }) => onChange(target.value)}
        error={error}
        hint="Kept with the order. The customer does not see it."
        maxLength={200}
        list={listId}
        dir="auto"
        autoComplete="off"
      />
      <datalist id={listId}>
        {suggestions.map((suggestion) => (
          <option key={suggestion}>{suggestion}</option>
        ))}
      </datalist>
    </>
  );
}
