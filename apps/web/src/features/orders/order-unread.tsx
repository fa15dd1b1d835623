import { buttonClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

type Props = { href: string; title: string; kept: string; retry: string };

/** The order could not be read just now. A link to this same page, so that it works without script. */
export function OrderUnread({ href, title, kept, retry }: Props) {
  return (
    <div className="mx-auto grid w-full max-w-2xl justify-items-start gap-5 px-4 py-16 sm:px-6">
      <Notice kind="danger" title={title}>
        {kept}
      </Notice>
      <a href={href} className={buttonClass()}>
        {retry}
      </a>
    </div>
  );
}
