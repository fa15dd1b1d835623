import { ShellNotFound } from '../../../desk/shell-not-found.tsx';

export default function NotFound() {
  return <ShellNotFound />;
}
