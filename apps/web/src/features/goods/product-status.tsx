import type { AdminProduct } from '@holdfast/shared/contracts/catalog';
import { Badge } from '../../desk/table.tsx';

const WORDS = { active: 'Active', draft: 'Draft', archived: 'Archived' };

/** Whether shoppers see the product. */
export function ProductStatus({ status }: { status: AdminProduct['status'] }) {
  return <Badge kind={status === 'active' ? 'plain' : 'quiet'}>{WORDS[status]}</Badge>;
}
