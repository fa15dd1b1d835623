import { readFile } from 'node:fs/promises';

/** By the names that /etc/os-release gives a system and what it is made from. */
const REDIS_COMMANDS: [family: RegExp, command: string][] = [
  [/debian|ubuntu/, 'apt-get install -y redis-server'],
  [/fedora|rhel|centos/, 'dnf install -y valkey'],
  [/arch/, 'pacman -S valkey'],
  [/alpine/, 'apk add redis'],
  [/suse/, 'zypper install redis'],
];

/** What a person types to install Redis on the system that this os-release file describes; undefined for one that we do not know. */
export function redisCommandFor(release: string): string | undefined {
  const ids = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)/gm)].map((match) => match[1]).join(' ');
  return REDIS_COMMANDS.find(([family]) => family.test(ids))?.[1];
}

/** What a person types to install Redis here. */
export async function howToInstallRedis(): Promise<string> {
  if (process.platform === 'darwin') return 'brew install redis';
  const command = redisCommandFor(await readFile('/etc/os-release', 'utf8').catch(() => ''));
  if (!command) return 'the command by which your system installs Redis 6.2 or newer';
  return process.getuid?.() === 0 ? command : `sudo ${command}`;
}
