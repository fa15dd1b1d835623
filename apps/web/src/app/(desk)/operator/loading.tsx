/** The size of a page that has not come yet. */
export default function Loading() {
  return (
    <output aria-label="Loading" className="grid gap-6">
      <span className="h-7 w-40 rounded-sm bg-sunken" />
      <span className="h-24 w-full rounded-md bg-sunken" />
      <span className="h-72 w-full rounded-md bg-sunken" />
    </output>
  );
}
