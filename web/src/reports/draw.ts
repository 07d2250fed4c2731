// SPDX-License-Identifier: GPL-3.0-or-later
//
// Charts by Chart.js, of which only bars are taken; fetched when the first one
// shows. Bars differ by their pattern besides their colour, and a chart never
// stands without its table.
import { BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, Tooltip } from 'chart.js';

Chart.register(BarController, BarElement, CategoryScale, Legend, LinearScale, Tooltip);

export interface Series {
  label: string;
  values: number[];
  colour: string;
  pattern: Pattern;
}
export type Pattern = 'plain' | 'rising' | 'falling' | 'dots' | 'lines' | 'grid';

/** A square of paper with marks of the colour, repeated; plain is the colour itself. */
function filled(colour: string, pattern: Pattern): string | CanvasPattern {
  if (pattern === 'plain') return colour;
  const size = 8;
  const tile = document.createElement('canvas');
  tile.width = tile.height = size;
  const pen = tile.getContext('2d');
  if (!pen) return colour;
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, size, size);
  pen.strokeStyle = pen.fillStyle = colour;
  pen.lineWidth = 2.5;
  pen.beginPath();
  if (pattern === 'dots') pen.arc(4, 4, 2.2, 0, 7);
  if (pattern === 'lines' || pattern === 'grid') (pen.moveTo(0, 4), pen.lineTo(size, 4));
  if (pattern === 'grid') (pen.moveTo(4, 0), pen.lineTo(4, size));
  if (pattern === 'rising') for (const at of [-size, 0, size]) (pen.moveTo(at, size), pen.lineTo(at + size, 0));
  if (pattern === 'falling') for (const at of [-size, 0, size]) (pen.moveTo(at, 0), pen.lineTo(at + size, size));
  if (pattern === 'dots') pen.fill();
  else pen.stroke();
  return pen.createPattern(tile, 'repeat') ?? colour;
}

/** Draws, and gives what takes it away again. across: bars lie. */
export function draw(canvas: HTMLCanvasElement, labels: string[], series: Series[], stacked: boolean, across: boolean): () => void {
  const look = getComputedStyle(document.documentElement);
  const ink = look.getPropertyValue('--ink-soft').trim();
  const font = { family: getComputedStyle(document.body).fontFamily, size: 13 };
  const whole = { stacked, beginAtZero: true, ticks: { precision: 0, color: ink, font }, grid: { color: look.getPropertyValue('--line').trim() } };
  const named = { stacked, ticks: { color: ink, font, autoSkip: !across }, grid: { display: false } };
  const chart = new Chart(canvas, {
    type: 'bar',
    data: {
      labels,
      datasets: series.map((one) => ({
        label: one.label,
        data: one.values,
        backgroundColor: filled(one.colour, one.pattern),
        borderColor: one.colour,
        borderWidth: 1.5,
        maxBarThickness: 44,
      })),
    },
    options: {
      indexAxis: across ? 'y' : 'x',
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      scales: across ? { x: whole, y: named } : { x: named, y: whole },
      plugins: { legend: { position: 'bottom', align: 'start', labels: { color: ink, font, boxWidth: 22, boxHeight: 14, padding: 14 } }, tooltip: { titleFont: font, bodyFont: font } },
    },
  });
  return () => chart.destroy();
}
