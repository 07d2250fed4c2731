// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which tool is in the hand, with which colour, width and audience; remembered
// on this device. What the tools do is in draw.ts.
import { effect, signal } from '@preact/signals';
import { AUDIENCES, COLOURS, WIDTHS, type Audience, type Colour, type Kind } from './note';

export type Tool = 'select' | 'erase' | Kind;
export const TOOLS: readonly Tool[] = ['select', 'highlight', 'underline', 'strike', 'ink', 'erase', 'text'];
/** The key of each tool. */
export const TOOL_KEYS: Record<Tool, string> = { select: 'v', highlight: 'h', underline: 'u', strike: 's', ink: 'p', erase: 'e', text: 't' };
/** Keys of what is no tool. */
export const NOTE_KEYS = { width: 'w', audience: 'a', next: ']', previous: '[', remove: 'Delete' } as const;

export const tool = signal<Tool>('select');
export const colour = signal<Colour>('yellow');
export const inkColour = signal<Colour>('blue');
export const width = signal(2);
export const audience = signal<Audience>('private');
/** Fingers draw until a pen has been seen on this device; then they scroll, and a palm does no harm. Either can be chosen. */
export const fingers = signal<'draw' | 'scroll'>('draw');
export const penSeen = signal(false);

export const isMarking = (one: Tool): one is 'highlight' | 'underline' | 'strike' => one === 'highlight' || one === 'underline' || one === 'strike';
/** Ink has a colour of its own: nobody writes in the yellow they mark with. */
export const colourOf = (one: Tool) => (one === 'ink' ? inkColour : colour);

export function penCame(): void {
  if (penSeen.peek()) return;
  penSeen.value = true;
  fingers.value = 'scroll';
}

const KEPT = 'nghisu.notes.tools';

function recall(): void {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Record<string, unknown>;
    const one = <T>(list: readonly T[], value: unknown, put: (value: T) => void) => list.includes(value as T) && put(value as T);
    one(COLOURS, kept['colour'], (value) => (colour.value = value));
    one(COLOURS, kept['inkColour'], (value) => (inkColour.value = value));
    one(WIDTHS, kept['width'], (value) => (width.value = value));
    one(AUDIENCES, kept['audience'], (value) => (audience.value = value));
    one(['draw', 'scroll'] as const, kept['fingers'], (value) => (fingers.value = value));
    penSeen.value = kept['penSeen'] === true;
  } catch {
    /* a browser that keeps nothing begins with what stands above */
  }
}
recall();

effect(() => {
  const kept = JSON.stringify({ colour: colour.value, inkColour: inkColour.value, width: width.value, audience: audience.value, fingers: fingers.value, penSeen: penSeen.value });
  try {
    localStorage.setItem(KEPT, kept);
  } catch {
    /* as above */
  }
});
