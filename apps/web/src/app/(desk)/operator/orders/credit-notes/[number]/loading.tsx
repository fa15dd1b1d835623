import { TableSkeleton } from '../../../../../../desk/table-states.tsx';

export default function Loading() {
  return <TableSkeleton rows={6} />;
}
