import type { ButtonHTMLAttributes } from 'react';

const BASE =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-md px-5 text-base font-medium transition-colors disabled:opacity-55 aria-disabled:opacity-55';

const KINDS = {
  /** One a view. */
  primary: 'bg-accent text-accent-ink hover:bg-accent-hover',
  secondary: 'border border-line-strong text-ink hover:bg-sunken',
  quiet: 'text-ink underline decoration-line-strong underline-offset-4 hover:decoration-ink',
  danger: 'bg-danger text-ink-inverse',
};

export type ButtonKind = keyof typeof KINDS;

/** The classes of a button, for links that look like one. */
export function buttonClass(kind: ButtonKind = 'secondary', more = ''): string {
  return `${BASE} ${KINDS[kind]} ${more}`;
}

type Props = ButtonHTMLAttributes<HTMLButtonElement> & { kind?: ButtonKind };

export function Button({ kind = 'secondary', className = '', type = 'button', ...rest }: Props) {
  return <button type={type} className={buttonClass(kind, className)} {...rest} />;
}
