import { publicApi } from '../../../api/server.ts';
import { formatMoney } from '../../../features/market/format-money.ts';
import { readMarket } from '../../../features/market/read-preferences.ts';
import { readLocale } from '../../../i18n/server.ts';

export default async function HomePage({ params }: { params: Promise<{ locale: string }> }) {
  const locale = await readLocale(params);
  const market = await readMarket(locale);
  const { items } = await (await publicApi()).catalog.list.query({ ...market, limit: 12 });
  return (
    <ul className="grid grid-cols-2 gap-4 p-4">
      {items.map((item) => (
        <li key={item.id}>
          <h2>{item.title}</h2>
          {formatMoney(item.priceFrom, locale)}
        </li>
      ))}
    </ul>
  );
}
