type Props = { className?: string };

function Icon({ className = 'size-6', d }: Props & { d: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={className}
    >
      <path d={d} />
    </svg>
  );
}

/** A dry bag with its rolled top. */
export const BagIcon = (props: Props) => (
  <Icon {...props} d="M5.5 9h13l1 11.5h-15L5.5 9ZM8.5 9V7a3.5 3.5 0 0 1 7 0v2" />
);
export const CloseIcon = (props: Props) => <Icon {...props} d="M6 6l12 12M18 6 6 18" />;
export const MinusIcon = (props: Props) => <Icon {...props} d="M6 12h12" />;
export const PlusIcon = (props: Props) => <Icon {...props} d="M6 12h12M12 6v12" />;
