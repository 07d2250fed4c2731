// SPDX-License-Identifier: GPL-3.0-or-later
//
// One meeting's presentation on this device: who presents, whether this page
// follows or presents itself, and the reader it moves or listens to. It draws
// nothing.
import { computed, effect, signal } from '@preact/signals';
import { follow, type Subject } from '../events/follow';
import type { Desk } from '../notes/desk';
import { fingers, tool } from '../notes/tools';
import { placeUnder } from '../notes/draw';
import { toastProblem } from '../parts/toast';
import type { Paper } from '../reader/paper';
import { session } from '../session';
import { followLet, followStart, followStop, keepFollowing, type Following, type Here } from './data';
import { Heard } from './heard';
import { showView } from './place';
import { Sender } from './sender';

/** Where a reader stopped last time arrives after its pages, and moves it once more. */
const SETTLE_MS = [400, 1500];

export class Screen {
  readonly snapshot;
  readonly heard = new Heard();
  /** Members follow unless they chose to look elsewhere. */
  readonly following = signal(true);
  /** Fingers and mouse point, and do not scroll. */
  readonly pointing = signal(false);
  /** This page is the one that presents: the same person's other tablet follows. */
  readonly #mine = signal(false);
  readonly presentation = computed(() => this.snapshot.copy.value?.presentation ?? null);
  readonly presenting = computed(() => this.#mine.value && this.presentation.value?.presenter.id === session.value?.person.id);
  /** What this page shows because of it; null: what its person likes. */
  readonly shown = computed(() => (this.presenting.value || this.following.value ? this.presentation.value : null));
  #sender: Sender | null = null;
  #paper: Paper | null = null;
  #stops: (() => void)[] = [];
  #kept: string;

  constructor(readonly meeting: string) {
    this.snapshot = keepFollowing(meeting);
    this.#kept = `nghisu.present.${meeting}`;
    this.#mine.value = sessionStorage.getItem(this.#kept) !== null;
    let about = '';
    this.#stops.push(
      effect(() => {
        const on = this.presentation.value;
        const now = on ? `${on.presenter.id} ${on.paper_id}` : '';
        if (now !== about) this.heard.clear();
        about = now;
      }),
      effect(() => this.#listen()),
    );
  }

  /** Heard as long as this page follows or presents, or counts for the chair. */
  #listen(): (() => void) | undefined {
    const steers = this.snapshot.copy.value?.may_let ?? false;
    if (!this.following.value && !this.presenting.value && !steers) return;
    const subject = this.#subject.value;
    const common: Subject = `follow:${this.meeting}`;
    return follow(
      subject && subject !== common ? [common, subject] : [common],
      (change) => {
        if (change.subject !== this.presentation.peek()?.subject) return;
        if (change.kind === 'count') return this.heard.count(change);
        const here = change.patch as unknown as Here | null;
        if (!here || this.presenting.peek()) return;
        this.heard.place(here);
        if (change.kind === 'turn') this.#turned(here.page, change.revision);
      },
      (told, revision) => {
        const on = this.presentation.peek();
        // After a break it says which turn it stands at: another than ours, and the page is asked for.
        if (revision === null || (on?.subject === told && on.turn !== revision)) void this.snapshot.reload();
      },
    );
  }
  readonly #subject = computed(() => (this.presentation.value?.subject as Subject | undefined) ?? null);

  #turned(page: number, turn: number): void {
    const copy = this.snapshot.copy.peek();
    if (copy?.presentation) this.snapshot.put({ ...copy, presentation: { ...copy.presentation, page, turn } });
  }

  async #act(act: Promise<Following>): Promise<void> {
    await act.then(this.snapshot.put, (error: unknown) => {
      toastProblem(error);
      void this.snapshot.reload();
    });
  }

  /** From the page that is open. */
  async present(paper: string): Promise<void> {
    this.#claim(true);
    await this.#act(followStart(this.meeting, paper, Math.max(1, this.#paper?.page.peek() ?? 1)));
  }

  async end(): Promise<void> {
    this.#claim(false);
    await this.#act(followStop(this.meeting));
  }

  allow = (person: string, allowed: boolean): Promise<void> => this.#act(followLet(this.meeting, person, allowed));

  #claim(mine: boolean): void {
    this.#mine.value = mine;
    this.pointing.value = false;
    if (mine) sessionStorage.setItem(this.#kept, '1');
    else sessionStorage.removeItem(this.#kept);
  }

  leave = (): void => void (this.following.value = false);
  join = (): void => void (this.following.value = true);

  stop(): void {
    for (const stop of this.#stops) stop();
    this.heard.clear();
    this.snapshot.stop();
  }

  /** A reader has opened a paper: it is moved, or tells where it is. */
  attach = (paper: Paper, desk: Desk): (() => void) => {
    this.#paper = paper;
    const presented = computed(() => {
      const on = this.shown.value;
      return on?.document_id === desk.document && on.version === desk.version;
    });
    const show = () => {
      if (!presented.peek() || this.presenting.peek() || paper.count.peek() === 0) return;
      const here = this.heard.here.peek();
      if (here?.view) showView(paper, here.page, here.view);
      else paper.goTo(this.presentation.peek()?.page ?? 1);
    };
    const timers = SETTLE_MS.map((ms) => setTimeout(show, ms));
    const stops = [
      effect(() => {
        void [this.heard.here.value, this.presentation.value?.page, paper.sizes.value, paper.view.value, presented.value];
        queueMicrotask(show);
      }),
      effect(() => {
        if (!presented.value || !this.presenting.value) return;
        const sender = new Sender(this.meeting, paper, desk, () => {
          this.#claim(false);
          void this.snapshot.reload();
        });
        this.#sender = sender;
        return () => {
          sender.stop();
          if (this.#sender === sender) this.#sender = null;
        };
      }),
    ];
    return () => {
      timers.forEach(clearTimeout);
      stops.forEach((stop) => stop());
    };
  };

  /** The presenter's hand points; a follower's own scroll is a wish to look elsewhere. */
  watch = (scroller: HTMLElement, paper: Paper): (() => void) => {
    const point = (event: PointerEvent) => {
      if (!this.pointing.peek() || !this.#sender) return;
      if (event.pointerType === 'touch') event.preventDefault();
      const at = placeUnder(paper, scroller, event.clientX, event.clientY);
      this.#sender.point(at?.inside ? at : null);
    };
    const away = () => {
      const draws = tool.peek() !== 'select' && fingers.peek() === 'draw';
      if (this.presentation.peek() && this.following.peek() && !this.presenting.peek() && !draws) this.leave();
    };
    const gone = () => this.pointing.peek() && this.#sender?.point(null);
    const stop = effect(() => scroller.classList.toggle('pointing', this.pointing.value && this.presenting.value) as unknown as void);
    scroller.addEventListener('pointermove', point);
    scroller.addEventListener('pointerdown', point);
    scroller.addEventListener('pointerleave', gone);
    scroller.addEventListener('wheel', away, { passive: true });
    scroller.addEventListener('touchmove', away, { passive: true });
    return () => {
      stop();
      scroller.removeEventListener('pointermove', point);
      scroller.removeEventListener('pointerdown', point);
      scroller.removeEventListener('pointerleave', gone);
      scroller.removeEventListener('wheel', away);
      scroller.removeEventListener('touchmove', away);
    };
  };
}
