// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an act in a meeting is answered with: the change that every page hears
// of, instead of the whole meeting, roll or floor, which with thousands of
// members would take longer than the act. Where a change says too little the
// server answers whole, or the copy is fetched.
import type { Change } from './protocol';
import type { Snapshot } from './snapshot';

/** Sent with an act. */
export const BRIEFLY = { Prefer: 'return=minimal' };

const isChange = (answer: unknown): answer is Change => typeof answer === 'object' && answer !== null && 'subject' in answer && 'kind' in answer;
const meetingOf = (change: Change) => change.subject.slice('meeting:'.length);

/** The copies that pages hold, by meeting, so that an answer can be put into the one it belongs to. */
export class Copies<T> {
  #held = new Map<string, Snapshot<T>>();

  constructor(private load: (meeting: string) => Promise<T>) {}

  /** Call the returned function when it is held no longer. */
  hold(meeting: string, snapshot: Snapshot<T>): () => void {
    this.#held.set(meeting, snapshot);
    return () => void (this.#held.get(meeting) === snapshot && this.#held.delete(meeting));
  }

  /** The whole after the act. */
  async after(answered: Promise<T>): Promise<T> {
    const answer: unknown = await answered;
    if (!isChange(answer)) return answer as T;
    const held = this.#held.get(meetingOf(answer));
    return held ? held.hear(answer) : this.load(meetingOf(answer));
  }
}
