// SPDX-License-Identifier: GPL-3.0-or-later
//
// The pictures of one page: a first one of few pixels, the sharp one, and above
// the ladder a piece of it sharper still. A picture stays until the next one is
// decoded, so that a page once shown is never blank again.
import { asProblem, type Problem } from '../api';
import type { Box } from './layout';
import { leave, take } from './pictures';

/** Problems of the moment; the others stay as they are however often one asks. */
const PASSING = new Set(['offline', 'busy', 'database-away', 'stopping', 'too-many-tries', 'internal']);
const FIRST_RETRY_MS = 800;
const LONGEST_RETRY_MS = 8000;

class Layer {
  #shown: { address: string; element: HTMLImageElement } | null = null;
  #wanted: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(
    private host: HTMLElement,
    private order: number,
    private tell: (problem: Problem | null) => void,
  ) {}

  /** Nothing shown and nothing asked for. */
  get idle(): boolean {
    return this.#shown === null && this.#wanted === null;
  }

  get shows(): boolean {
    return this.#shown !== null;
  }

  want(address: string, box: Box | null, urgent: boolean): void {
    if (this.#wanted === address || (this.#wanted === null && this.#shown?.address === address)) return;
    this.#forgetWanted();
    this.#wanted = address;
    this.#failures = 0;
    this.#load(address, box, urgent);
  }

  #load(address: string, box: Box | null, urgent: boolean): void {
    take(address, urgent)
      .then(async ({ url }) => {
        const element = document.createElement('img');
        element.alt = '';
        element.draggable = false;
        element.className = 'page-picture';
        element.style.zIndex = String(this.order);
        if (box) {
          element.style.left = `${box.left * 100}%`;
          element.style.top = `${box.top * 100}%`;
          element.style.width = `${box.width * 100}%`;
          element.style.height = `${box.height * 100}%`;
        }
        element.src = url;
        await element.decode();
        if (this.#wanted !== address) return;
        const before = this.#shown;
        this.#shown = { address, element };
        this.#wanted = null;
        this.host.append(element);
        if (before) this.#remove(before);
        this.tell(null);
      })
      .catch((error: unknown) => {
        if (this.#wanted !== address) return;
        const problem = asProblem(error);
        this.tell(problem);
        leave(address);
        if (!PASSING.has(problem.slug)) {
          this.#wanted = null;
          return;
        }
        const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
        this.#failures += 1;
        this.#timer = setTimeout(() => this.#load(address, box, urgent), wait);
      });
  }

  #remove(shown: { address: string; element: HTMLImageElement }): void {
    shown.element.remove();
    leave(shown.address);
  }

  #forgetWanted(): void {
    clearTimeout(this.#timer);
    if (this.#wanted !== null) leave(this.#wanted);
    this.#wanted = null;
  }

  clear(): void {
    this.#forgetWanted();
    if (this.#shown) this.#remove(this.#shown);
    this.#shown = null;
  }
}

export class Sheet {
  #soft: Layer;
  /** The part that the window shows, until the whole page is here. */
  #first: Layer;
  #sharp: Layer;
  #piece: Layer;

  /** `drawn` is told when the page can be read, and when it cannot. */
  constructor(host: HTMLElement, tell: (problem: Problem | null) => void, drawn: () => void) {
    this.#soft = new Layer(host, 0, () => undefined);
    this.#first = new Layer(host, 1, (problem) => {
      if (!problem) drawn();
      this.#wholeAfterFirst();
    });
    this.#sharp = new Layer(host, 1, (problem) => {
      drawn();
      tell(problem);
      if (!problem) this.#first.clear();
    });
    this.#piece = new Layer(host, 2, () => undefined);
  }

  /** A picture of few pixels until the sharp one is here. */
  soft(address: string): void {
    if (!this.#sharp.shows && !this.#first.shows) this.#soft.want(address, null, true);
  }

  /** Asked before the whole page: a part that is here sooner. Does nothing for a page whose pictures are on their way. */
  first(address: string, box: Box): void {
    if (!this.#sharp.idle || !this.#first.idle) return;
    this.#whole = () => undefined;
    this.#first.want(address, box, true);
  }

  /** The part that comes first goes before it. */
  sharp(address: string, urgent: boolean): void {
    const want = () => this.#sharp.want(address, null, urgent);
    if (this.#whole) this.#whole = want;
    else want();
  }

  #whole: (() => void) | null = null;
  #wholeAfterFirst(): void {
    const whole = this.#whole;
    this.#whole = null;
    whole?.();
  }

  piece(address: string, box: Box): void {
    this.#piece.want(address, box, true);
  }

  noPiece(): void {
    this.#piece.clear();
  }

  /** The sharp picture once more, after a problem that a person wants tried again. */
  again(address: string): void {
    this.#whole = null;
    this.#first.clear();
    this.#sharp.clear();
    this.#sharp.want(address, null, true);
  }

  clear(): void {
    this.#whole = null;
    this.#soft.clear();
    this.#first.clear();
    this.#sharp.clear();
    this.#piece.clear();
  }
}
