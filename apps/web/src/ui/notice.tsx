import type { ReactNode } from 'react';

const KINDS = {
  info: { box: 'border-line bg-sunken', role: 'status' },
  warning: { box: 'border-warning bg-warning-soft', role: 'status' },
  danger: { box: 'border-danger bg-danger-soft', role: 'alert' },
} as const;

type Props = { kind?: keyof typeof KINDS; title?: string; children?: ReactNode };

/** What happened, what was kept, what to do. Read out when it appears. */
export function Notice({ kind = 'info', title, children }: Props) {
  const { box, role } = KINDS[kind];
  return (
    <div role={role} className={`rounded-md border-s-4 px-4 py-3 ${box}`}>
      {title && <p className="font-medium">{title}</p>}
      {children}
    </div>
  );
}
