type Props = { className?: string };

function Icon({ className = 'size-5', d }: Props & { d: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={`shrink-0 ${className}`}
    >
      <path d={d} />
    </svg>
  );
}

export const SearchIcon = (props: Props) => (
  <Icon {...props} d="M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20" />
);
export const MenuIcon = (props: Props) => <Icon {...props} d="M4 7h16M4 12h16M4 17h16" />;
export const ChevronDownIcon = (props: Props) => <Icon {...props} d="m7 10 5 5 5-5" />;
export const CheckIcon = (props: Props) => <Icon {...props} d="m5 12.5 4.5 4.5L19 7.5" />;
export const GlobeIcon = (props: Props) => (
  <Icon
    {...props}
    d="M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM3.5 12h17M12 3.5c2.5 2.4 3.7 5.2 3.7 8.5s-1.2 6.1-3.7 8.5c-2.5-2.4-3.7-5.2-3.7-8.5S9.5 5.9 12 3.5Z"
  />
);

/** A dry bag with its rolled top. */
export const BagIcon = (props: Props) => (
  <Icon className="size-6" {...props} d="M5.5 9h13l1 11.5h-15L5.5 9ZM8.5 9V7a3.5 3.5 0 0 1 7 0v2" />
);
export const CloseIcon = (props: Props) => <Icon className="size-6" {...props} d="M6 6l12 12M18 6 6 18" />;
export const MinusIcon = (props: Props) => <Icon className="size-6" {...props} d="M6 12h12" />;
export const PlusIcon = (props: Props) => <Icon className="size-6" {...props} d="M6 12h12M12 6v12" />;
