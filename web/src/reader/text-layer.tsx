// SPDX-License-Identifier: GPL-3.0-or-later
//
// The words of a page, transparent and exactly over their picture, so that they
// can be selected, copied and read aloud. It lies in points and is scaled as a
// whole: zooming touches one style.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Paper } from './paper';
import { layLines, pageText, type LaidLine } from './words';

interface TextLayerProps {
  paper: Paper;
  document: string;
  version: number;
  page: number;
  /** False until the picture is here, which goes first. */
  wanted: boolean;
}

function Line({ line, index }: { line: LaidLine; index: number }) {
  const style = { top: `${line.top}px`, height: `${line.height}px`, fontSize: `${line.size}px`, lineHeight: `${line.height}px` };
  return (
    <div class="text-line" style={style}>
      {line.words.map((word, place) => (
        <span key={place} data-line={index} data-word={place} style={{ left: `${word.left}px`, transform: `scaleX(${word.stretch})` }}>
          {word.text}
        </span>
      ))}
    </div>
  );
}

export function TextLayer({ paper, document, version, page, wanted }: TextLayerProps) {
  const [lines, setLines] = useState<LaidLine[]>([]);
  const end = useRef<HTMLDivElement>(null);
  const rest = paper.rest.value;

  useEffect(() => {
    // A page that is only passed by needs no words.
    if (!rest || !wanted || lines.length > 0) return;
    let here = true;
    pageText(document, version, page).then(
      (text) => here && setLines(layLines(text)),
      () => undefined, // The picture says what is wrong with the page; without words it can still be read.
    );
    return () => {
      here = false;
    };
  }, [rest, wanted, document, version, page]);

  return (
    <div class="text-layer" data-page={page} style={{ transform: `scale(${paper.scale.value})` }}>
      {lines.map((line, index) => (
        <Line key={index} line={line} index={index} />
      ))}
      <div class="text-end" ref={end} />
    </div>
  );
}
