import { creditNoteGetInput } from '@holdfast/shared/contracts/credit-notes';
import { api } from '../../../../../../api/server.ts';
import { CREDIT_NOTES } from '../../../../../../desk/keyboard-places.ts';
import { load } from '../../../../../../desk/table-load.ts';
import { BackLink, NotThere, ReadFailure } from '../../../../../../desk/table-states.tsx';
import { CreditNotePage } from '../../../../../../features/desk-orders/credit-note-page.tsx';

const LIST = CREDIT_NOTES.href;

type Props = { params: Promise<{ number: string }> };

export async function generateMetadata({ params }: Props) {
  return { title: `Credit note ${(await params).number}` };
}

export default async function Page({ params }: Props) {
  const { number } = await params;
  const input = creditNoteGetInput.safeParse({ number });
  const note = input.success
    ? await load((await api()).orders.admin.creditNotes.get.query(input.data))
    : ({ code: 'NOT_FOUND' } as const);
  if ('code' in note) {
    if (note.code === 'NOT_FOUND') {
      return <NotThere title={`There is no credit note “${number}”`} href={LIST} back="All credit notes" />;
    }
    const href = `${LIST}/${encodeURIComponent(number)}`;
    return <ReadFailure what="The credit note" code={note.code} href={href} />;
  }
  return (
    <div className="grid gap-2">
      <BackLink href={LIST}>Credit notes</BackLink>
      <CreditNotePage note={note.data} />
    </div>
  );
}
