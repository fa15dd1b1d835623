import { Dialog } from '@base-ui/react/dialog';

/** What lies between a dialog and the page. */
export function Backdrop() {
  return (
    <Dialog.Backdrop className="fixed inset-0 z-40 bg-[rgb(8_16_15/0.45)] transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
  );
}
