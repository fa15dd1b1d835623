/** Whose writes are seen by all of its clients: a browser with its tabs, or an operator. */
export class Session {
  readonly name: string;
  /** Of its own on the internet: the shop limits what comes from one. */
  readonly address: string;
  /** A new one may be had while it works. */
  accessToken: string | undefined;
  /** Where the session's newest write stands in the shop, `<epoch>.<position>`; sent with each of its requests. */
  #lsn: string | undefined;

  constructor(name: string, { address, accessToken }: { address: string; accessToken?: string }) {
    this.name = name;
    this.address = address;
    this.accessToken = accessToken;
  }

  get lsn(): string | undefined {
    return this.#lsn;
  }

  /** An answer of an earlier write may come later: of two positions in one epoch the greater one is kept. */
  hasWritten(lsn: string): void {
    const told = parse(lsn);
    const kept = parse(this.#lsn ?? '');
    if (told.epoch !== kept.epoch || told.position > kept.position) this.#lsn = lsn;
  }
}

/** An epoch has points of its own, a position has none. */
function parse(lsn: string): { epoch: string; position: number } {
  const point = lsn.lastIndexOf('.');
  return { epoch: lsn.slice(0, point), position: Number(lsn.slice(point + 1)) };
}
