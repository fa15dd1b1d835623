const WRITING = 'input, textarea, select, [role="dialog"], [role="alertdialog"], [contenteditable]';

/** Whether a key was meant for a field or a dialog, and so not for the desk. */
export function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(WRITING) !== null;
}
