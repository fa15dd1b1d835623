import { api } from '../../../api/server.ts';
import { load } from '../../../desk/table-load.ts';
import { LivePage } from '../../../features/operations/live-page.tsx';

export const metadata = { title: 'Live' };

/** An API that does not answer must not hold the page back that says so. */
const WAIT_MS = 1_500;

export default async function OperatorPage() {
  const client = await api();
  const signal = AbortSignal.timeout(WAIT_MS);
  const first = await load(client.operations.snapshot.query(undefined, { signal }));
  return <LivePage initial={'data' in first ? first.data : null} />;
}
