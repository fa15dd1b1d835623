import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import type { ReactNode } from 'react';
import { Time } from '../../desk/time.tsx';

type Props = { origin: NonNullable<AdminOrder['origin']> };

/** Where an imported order was sold, in place of a customer: the shop knows no more of them than a number. */
export function Origin({ origin }: Props) {
  const { source, externalNumber, customer, country, importedAt } = origin;
  return (
    <section aria-labelledby="origin" className="grid gap-3 text-sm">
      <h2 id="origin" className="text-lg">
        Sold elsewhere
      </h2>
      <p className="text-ink-soft">
        It was paid and sent outside of this shop; so is what is given back of it.
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1">
        <OriginFact name="Source">{source}</OriginFact>
        <OriginFact name="Number there">{externalNumber}</OriginFact>
        <OriginFact name="Customer there">{customer ?? 'not known'}</OriginFact>
        <OriginFact name="Country">{country ?? 'not known'}</OriginFact>
        <OriginFact name="Imported">
          <Time iso={importedAt} />
        </OriginFact>
      </dl>
    </section>
  );
}

function OriginFact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd>
        <bdi className="break-words">{children}</bdi>
      </dd>
    </>
  );
}
