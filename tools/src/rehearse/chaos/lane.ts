import { Transform, type TransformCallback } from 'node:stream';

/** How bytes travel in each direction of a connection. */
export type Traffic = {
  /** How long each byte is under way. */
  latencyMs: number;
  bytesPerSecond: number;
  /** Nothing arrives until this is false again; what was sent meanwhile arrives then. */
  silent: boolean;
};

export const FREE: Traffic = { latencyMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY, silent: false };

/** What may be under way at once; past it the sender is held back. */
const MOST_UNDER_WAY = 256 * 1024;
/** A longer piece is cut up, so that a slow lane trickles instead of bursting. */
const LONGEST_PIECE = 4 * 1024;

type Piece = { bytes: Buffer; sentAt: number };

/** One direction of a connection: hands on what comes in, in its order, when the traffic lets it. */
export class Lane extends Transform {
  #traffic: Traffic;
  readonly #underWay: Piece[] = [];
  #bytesUnderWay = 0;
  /** Until then the lane is taken by the piece before. */
  #takenUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Held back until there is room, or at the end until all has arrived. */
  #sender: TransformCallback | undefined;
  #isEnding = false;

  constructor(traffic: Traffic) {
    super();
    this.#traffic = traffic;
  }

  /** From now on, also for what is under way. */
  change(traffic: Traffic): void {
    this.#traffic = traffic;
    this.#takenUntil = 0;
    this.#goOn();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const sentAt = performance.now();
    for (let at = 0; at < chunk.length; at += LONGEST_PIECE) {
      this.#underWay.push({ bytes: chunk.subarray(at, at + LONGEST_PIECE), sentAt });
    }
    this.#bytesUnderWay += chunk.length;
    this.#sender = done;
    this.#goOn();
  }

  override _flush(done: TransformCallback): void {
    this.#isEnding = true;
    this.#sender = done;
    this.#goOn();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#timer);
    done(error);
  }

  /** Lets arrive what is due, and comes back when the next piece is. */
  #goOn(): void {
    clearTimeout(this.#timer);
    for (let next = this.#underWay[0]; next && !this.#traffic.silent; next = this.#underWay[0]) {
      const inMs = this.#arrivalOf(next) - performance.now();
      if (inMs > 0) {
        this.#timer = setTimeout(() => this.#goOn(), Math.ceil(inMs));
        break;
      }
      this.#arrive(next);
    }
    this.#letSendersGoOn();
  }

  #arrivalOf({ bytes, sentAt }: Piece): number {
    const { latencyMs, bytesPerSecond } = this.#traffic;
    return Math.max(sentAt + latencyMs, this.#takenUntil) + (bytes.length / bytesPerSecond) * 1_000;
  }

  #arrive(piece: Piece): void {
    this.#takenUntil = this.#arrivalOf(piece);
    this.#underWay.shift();
    this.#bytesUnderWay -= piece.bytes.length;
    this.push(piece.bytes);
  }

  #letSendersGoOn(): void {
    const hasRoom = this.#isEnding ? this.#underWay.length === 0 : this.#bytesUnderWay < MOST_UNDER_WAY;
    if (!hasRoom) return;
    const sender = this.#sender;
    this.#sender = undefined;
    sender?.();
  }
}
