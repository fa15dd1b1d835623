import { TableSkeleton } from '../../../../desk/table-states.tsx';

export default function Loading() {
  return (
    <div className="grid gap-4">
      <h1 className="text-2xl">Jobs</h1>
      <TableSkeleton />
    </div>
  );
}
