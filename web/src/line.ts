// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who has the line to the server: what a person looks at goes before what is
// fetched for later. It counts and measures; it fetches nothing.

/** After the last picture that was waited for: people leaf on, and on a slow line what is on its way then stays in their way. */
const REST_MS = 500;
const SLOW_REST_MS = 10_000;
const LOOK_MS = 100;
/** A line that brings less takes seconds for one page. */
const SLOW_BYTES_PER_MS = 400;
const MEASURED_BYTES = 20_000;

let waitedFor = 0;
let endedAt = -Infinity;

/** A picture that somebody waits for is on its way; call what is returned once when it is here or given up. */
export function lineTake(): () => void {
  waitedFor += 1;
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    waitedFor -= 1;
    endedAt = performance.now();
  };
}

/** Resolves as soon as nobody has waited for a picture for a moment; with 0 as soon as nobody waits. */
export async function lineFree(after?: number): Promise<void> {
  // Who asks in the same moment for a picture goes first.
  await new Promise((resolve) => setTimeout(resolve));
  for (;;) {
    const rest = after ?? (lineIsSlow() ? SLOW_REST_MS : REST_MS);
    const left = waitedFor > 0 ? LOOK_MS : endedAt + rest - performance.now();
    if (left <= 0) return;
    await new Promise((resolve) => setTimeout(resolve, left));
  }
}

/** By what this page itself has fetched so far; false while nothing large enough came over the network. */
export function lineIsSlow(): boolean {
  const rates = performance
    .getEntriesByType('resource')
    .filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming && entry.transferSize > MEASURED_BYTES)
    .map((entry) => entry.transferSize / Math.max(1, entry.responseEnd - entry.responseStart))
    .sort((a, b) => a - b);
  const median = rates[Math.floor(rates.length / 2)];
  return median !== undefined && median < SLOW_BYTES_PER_MS;
}
