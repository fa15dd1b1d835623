import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { AnswerReader, headerOf, type HttpAnswer } from './answer-reader.ts';

const UNAVAILABLE = 503;

type Waiting = { resolve: (answer: HttpAnswer) => void; reject: (error: Error) => void };

/** One connection that stays open, on which one request at a time is under way. */
export class Caller {
  readonly #socket: Socket;
  readonly #reader = new AnswerReader();
  #waiting: Waiting | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (piece) => this.#take(piece));
    // Its close follows, of which whoever waits is told.
    socket.on('error', () => {});
    socket.on('close', () => this.#waiting?.reject(new Error('The server has closed a connection.')));
  }

  static async open(port: number): Promise<Caller> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    await once(socket, 'connect');
    return new Caller(socket);
  }

  /** Sends the bytes of a whole request. @throws Error when the connection ends before the answer does */
  ask(request: Buffer): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      if (this.#socket.closed) reject(new Error('The server has closed a connection.'));
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(piece: Buffer): void {
    try {
      const answer = this.#reader.push(piece);
      if (answer) this.#waiting?.resolve(answer);
    } catch (error) {
      this.#waiting?.reject(error as Error);
    }
  }
}

/** Asks again when a busy process turns it away, and when it says, as a good client does. */
export async function insist(caller: Caller, request: Buffer, onShed = () => {}): Promise<HttpAnswer> {
  for (;;) {
    const answer = await caller.ask(request);
    const wait = answer.status === UNAVAILABLE ? headerOf(answer.head, 'retry-after') : undefined;
    if (wait === undefined) return answer;
    onShed();
    await delay(Number(wait) * 1_000);
  }
}
