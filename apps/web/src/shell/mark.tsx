/** Kelp that holds on to a stone: a stipe, two blades, and the roots that clasp. */
export function Mark({ className = 'size-7' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={`shrink-0 ${className}`}>
      <path d="M3.5 29c1.2-4.7 6-7.5 12.5-7.5S27.3 24.3 28.5 29Z" className="fill-kelp" />
      <g fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round">
        <path
          d="M16 18.5V7M16 18c-1.5 3-5.5 2.5-7.5 6.5M16 18c1.5 3 5.5 2.5 7.5 6.5M16 17v7"
          className="text-surface"
          strokeWidth="5"
        />
        <path d="M16 18.5V7M16 18c-1.5 3-5.5 2.5-7.5 6.5M16 18c1.5 3 5.5 2.5 7.5 6.5M16 17v7" />
      </g>
      <path
        d="M16 13c-.5-5.5-4-8.5-9.5-9 .5 5.5 4 8.5 9.5 9ZM16 9.5c.3-4 3-6.5 8-7-.3 4.5-3 7-8 7Z"
        fill="currentColor"
      />
    </svg>
  );
}
