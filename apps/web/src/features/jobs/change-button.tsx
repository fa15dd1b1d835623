import type { ButtonHTMLAttributes } from 'react';

/** A small button in a row; on a phone as tall as a finger. */
export function ChangeButton({ className = '', ...rest }: ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button
      type="button"
      className={`min-h-11 rounded-sm whitespace-nowrap underline decoration-line-strong underline-offset-4 hover:decoration-ink md:min-h-8 ${className}`}
      {...rest}
    />
  );
}
