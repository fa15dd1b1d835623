type Props<Value extends string> = {
  /** What is chosen. */
  legend: string;
  options: { value: Value; label: string }[];
  chosen: Value;
  onChoose: (value: Value) => void;
};

/** One of a few, side by side. */
export function Segments<Value extends string>({ legend, options, chosen, onChoose }: Props<Value>) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      <div className="grid auto-cols-fr grid-flow-col">
        {options.map(({ value, label }) => (
          <label
            key={value}
            className="-ms-px flex min-h-11 cursor-pointer items-center justify-center border border-line-strong px-2 text-center text-sm first:ms-0 first:rounded-s-md last:rounded-e-md has-checked:z-1 has-checked:bg-kelp-soft has-checked:font-medium has-checked:text-kelp has-focus-visible:z-2 has-focus-visible:outline-2 has-focus-visible:outline-(--focus)"
          >
            <input
              type="radio"
              name={legend}
              value={value}
              checked={value === chosen}
              onChange={() => onChoose(value)}
              className="sr-only"
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
