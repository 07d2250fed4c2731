// SPDX-License-Identifier: GPL-3.0-or-later
//
// The mark of Nghị Sự: a sheet, and the star of a bronze drum in a ring where a
// seal would stand. Only the drawing and its name beside it.
export function Mark({ size = 40 }: { size?: number }) {
  return (
    <svg class="mark" width={size} height={size} viewBox="6 3 52 56" aria-hidden="true">
      <path d="M13 7h25l11 11v20a14 14 0 0 0-22 17H13a3 3 0 0 1-3-3V10a3 3 0 0 1 3-3z" class="mark-paper" />
      <path d="M38 7v8a3 3 0 0 0 3 3h8z" class="mark-fold" />
      <path d="M17 22h17M17 29h12M17 36h8" class="mark-line" />
      <circle cx="41" cy="41" r="13" class="mark-ring" />
      <path
        class="mark-star"
        d="M41.00 31.80L42.06 37.04L45.60 33.03L43.90 38.10L48.97 36.40L44.96 39.94L50.20 41.00L44.96 42.06L48.97 45.60L43.90 43.90L45.60 48.97L42.06 44.96L41.00 50.20L39.94 44.96L36.40 48.97L38.10 43.90L33.03 45.60L37.04 42.06L31.80 41.00L37.04 39.94L33.03 36.40L38.10 38.10L36.40 33.03L39.94 37.04Z"
      />
    </svg>
  );
}

export function Wordmark({ size = 40 }: { size?: number }) {
  return (
    <span class="wordmark">
      <Mark size={size} />
      <span class="wordmark-name">Nghị Sự</span>
    </span>
  );
}
