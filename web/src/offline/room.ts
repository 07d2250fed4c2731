// SPDX-License-Identifier: GPL-3.0-or-later
//
// How much this device lets us keep. Papers leave some room free, so that what
// a person writes can always be kept.
import { signal } from '@preact/signals';

const RESERVE_BYTES = 20 << 20;

export interface Room {
  used: number;
  quota: number;
}
/** null: the browser does not say. */
export const room = signal<Room | null>(null);

export async function roomLook(): Promise<Room | null> {
  try {
    const { usage, quota } = await navigator.storage.estimate();
    room.value = usage === undefined || quota === undefined ? null : { used: usage, quota };
  } catch {
    room.value = null;
  }
  return room.peek();
}

/** For papers; where the browser does not say, as much as it takes. Some say more than there is: then the writing fails. */
export async function roomLeft(): Promise<number> {
  const found = await roomLook();
  return found ? found.quota - found.used - RESERVE_BYTES : Infinity;
}

/** The device refused for want of room. */
export function full(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}

/** Asks the browser not to clear the copy when the device is short of room. */
export async function keepForGood(): Promise<boolean> {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return false;
  }
}
