// SPDX-License-Identifier: GPL-3.0-or-later
//
// One paper's way on this device: made before it is needed, received, marked,
// dropped, and found in the published list. Every step is kept before the next
// begins, so that a reload goes on where it was. A ballot that cannot be sent
// is tried again until the box is closed.
import { signal } from '@preact/signals';
import { asProblem, Problem } from '../api';
import { ballotDrop, listGet, papersGet, paperTake } from './data';
import { alone, heldKeep, heldRead } from './keep';
import { ballotFault, paperFinish, paperKey, paperMake, paperSign, sha256, statement, type Held } from './paper';

const RETRY_MS = 1500;
/** A ballot does not leave the moment the finger does: who watches the room and the line sees no more than that it came. */
const PAUSE_MS = 1500;

export type Check = 'counted' | 'missing' | 'changed';

export class BallotDesk {
  /** undefined: not read yet; null: no paper on this device. */
  readonly held = signal<Held | null | undefined>(undefined);
  readonly busy = signal(false);
  readonly problem = signal<Problem | null>(null);
  readonly check = signal<Check | null>(null);
  #stopped = false;

  constructor(
    readonly person: string,
    readonly vote: string,
    readonly mandate: string,
  ) {}

  stop(): void {
    this.#stopped = true;
  }

  async #run(act: () => Promise<void>): Promise<void> {
    if (this.busy.peek()) return;
    this.busy.value = true;
    this.problem.value = null;
    try {
      await alone(this.vote, this.mandate, act);
    } catch (error) {
      this.problem.value = asProblem(error);
    }
    this.busy.value = false;
  }

  async #keep(held: Held): Promise<Held> {
    await heldKeep(this.person, held);
    this.held.value = held;
    return held;
  }

  async #read(): Promise<Held | null> {
    const held = await heldRead(this.person, this.vote, this.mandate);
    this.held.value = held;
    return held;
  }

  async #finish(held: Held): Promise<Held> {
    const { signature } = await paperTake(this.vote, this.mandate, held.blinded);
    return this.#keep(await paperFinish(held, signature));
  }

  /** Reads what is here. With the vote's key, while papers are handed out: makes one ready. signed: hash of what the server has signed for this mandate. */
  begin(public_key: string, ready: boolean, signed: string | null): Promise<void> {
    return this.#run(async () => {
      let held = await this.#read();
      if (!held && ready && !signed) held = await this.#keep(await paperMake(this.vote, this.mandate, public_key));
      // The answer was not heard before a reload: it is given again.
      if (held?.stage === 'made' && signed && signed === (await this.#blindedHash(held))) await this.#finish(held);
    });
  }

  async #blindedHash(held: Held): Promise<string> {
    return sha256(Uint8Array.from(atob(held.blinded.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0)));
  }

  receive(public_key: string): Promise<void> {
    return this.#run(async () => {
      const held = (await this.#read()) ?? (await this.#keep(await paperMake(this.vote, this.mandate, public_key)));
      if (held.stage === 'made') await this.#finish(held);
    });
  }

  /** option_ids in order of the vote's options. */
  async drop(option_ids: string[]): Promise<void> {
    await this.#run(async () => {
      const held = await this.#read();
      if (held?.stage !== 'received') return;
      await this.#keep(await paperSign(held, option_ids));
      await new Promise((resolve) => setTimeout(resolve, Math.random() * PAUSE_MS));
    });
    await this.send();
  }

  /** Sends what was signed and not acknowledged; again and again while only the line is at fault. */
  send(): Promise<void> {
    return this.#run(async () => {
      for (;;) {
        const held = await this.#read();
        if (held?.stage !== 'sent' || !held.ballot || this.#stopped) return;
        try {
          const { receipt, seal } = await ballotDrop(this.vote, held.ballot);
          await this.#keep({ ...held, stage: 'dropped', ballot: null, receipt, seal });
          this.problem.value = null;
          return;
        } catch (error) {
          const problem = asProblem(error);
          if (problem.status > 0 && problem.status < 500 && problem.status !== 429) throw problem;
          this.problem.value = problem;
          await new Promise((resolve) => setTimeout(resolve, RETRY_MS * (0.7 + Math.random())));
        }
      }
    });
  }

  /** Is my ballot in the published list, as I signed it and the server acknowledged it? */
  find(): Promise<void> {
    return this.#run(async () => {
      const held = await this.#read();
      if (!held?.receipt) return;
      const list = await listGet(this.vote);
      const mine = list.ballots.find((ballot) => ballot.serial === held.serial);
      if (!mine) this.check.value = 'missing';
      else {
        const hash = await sha256(statement(this.vote, mine.option_ids));
        const good = list.public_key === held.public_key && held.receipt.includes(`ballot-sha256 ${hash}\n`) && !(await ballotFault(this.vote, await paperKey(list.public_key), mine));
        this.check.value = good ? 'counted' : 'changed';
      }
    });
  }
}

export { papersGet };
