import { orderAdminGetInput } from '@holdfast/shared/contracts/orders';
import { api } from '../../../../../api/server.ts';
import { load } from '../../../../../desk/table-load.ts';
import { BackLink, NotThere, ReadFailure } from '../../../../../desk/table-states.tsx';
import { LiveOrder } from '../../../../../features/desk-orders/live-order.tsx';

const LIST = '/operator/orders';

type Props = { params: Promise<{ number: string }> };

export async function generateMetadata({ params }: Props) {
  return { title: `Order ${(await params).number}` };
}

export default async function OrderPage({ params }: Props) {
  const { number } = await params;
  const input = orderAdminGetInput.safeParse({ number });
  const order = input.success
    ? await load((await api()).orders.admin.get.query(input.data))
    : ({ code: 'NOT_FOUND' } as const);
  if ('code' in order) {
    if (order.code === 'NOT_FOUND') {
      return <NotThere title={`There is no order “${number}”`} href={LIST} back="All orders" />;
    }
    return <ReadFailure what="The order" code={order.code} href={`${LIST}/${encodeURIComponent(number)}`} />;
  }
  return (
    <div className="grid gap-2">
      <BackLink href={LIST}>Orders</BackLink>
      <LiveOrder initial={order.data} readAt={Date.now()} />
    </div>
  );
}
