import { TableSkeleton } from '../../../../../desk/table-states.tsx';

export default function Loading() {
  return (
    <div className="grid gap-4">
      <h1 className="text-2xl">Credit notes</h1>
      <TableSkeleton />
    </div>
  );
}
