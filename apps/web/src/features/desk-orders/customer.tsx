import type { Address, AdminOrder } from '@holdfast/shared/contracts/orders';
import { Origin } from './origin.tsx';

const countries = new Intl.DisplayNames('en', { type: 'region' });

/** Who ordered, and where it goes. */
export function Customer({ order }: { order: AdminOrder }) {
  const { email, shippingAddress, billingAddress, shippingMethod, origin } = order;
  if (origin) return <Origin origin={origin} />;
  return (
    <section aria-labelledby="customer" className="grid gap-4 text-sm">
      <h2 id="customer" className="text-lg">
        Customer
      </h2>
      {email ? (
        <p className="break-all">
          <a href={`mailto:${email}`} className="underline decoration-line-strong underline-offset-4">
            {email}
          </a>
        </p>
      ) : (
        <p className="text-ink-soft">The personal data of this order was erased.</p>
      )}
      <div>
        <h3 className="font-text text-xs font-medium text-ink-soft">Shipping</h3>
        <p className="mt-1">
          <bdi>{shippingMethod.title}</bdi>
        </p>
      </div>
      {shippingAddress && <AddressBlock title="Ship to" address={shippingAddress} />}
      {billingAddress && <AddressBlock title="Bill to" address={billingAddress} />}
      {shippingAddress && !billingAddress && (
        <p className="text-ink-soft">The bill goes to the same address.</p>
      )}
    </section>
  );
}

function AddressBlock({ title, address }: { title: string; address: Address }) {
  const town = [address.city, address.region, address.postalCode].filter(Boolean).join(', ');
  const { name, company, line1, line2, country, phone } = address;
  const lines = { name, company, line1, line2, town, country: countries.of(country), phone };
  return (
    <div>
      <h3 className="font-text text-xs font-medium text-ink-soft">{title}</h3>
      <address className="mt-1 not-italic">
        {Object.entries(lines).map(([part, line]) => (
          <div key={part}>
            <bdi>{line}</bdi>
          </div>
        ))}
      </address>
    </div>
  );
}
