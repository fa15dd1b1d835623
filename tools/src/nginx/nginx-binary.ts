import path from 'node:path';
import { findProgram, type Program } from '../stack/debian-program.ts';
import { REPOSITORY } from '../stack/repository.ts';

/** A real nginx: the installed one or Debian's. @throws StackError that says what to type. */
export function findNginx(): Promise<Program> {
  return findProgram({
    // An ordinary user of Debian has no sbin on PATH.
    installed: ['nginx', '/usr/sbin/nginx'],
    folder: path.join(REPOSITORY, '.cache/nginx'),
    packages: ['nginx', 'nginx-core'],
    unpacked: 'usr/sbin/nginx',
    versionArgument: '-v',
    howToInstall: 'sudo apt-get install -y nginx (or, on macOS, brew install nginx)',
  });
}
