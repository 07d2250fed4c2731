// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures and words of kept pages, given by the service worker: at once when
// the copy has what is asked for, else from the server, else the nearest that
// the copy has. They never change, so nobody need be asked.
import { copyNow, readable } from './copy';
import { keyOf } from './prune';
import { store, type KeptPart } from './store';

const PAGE = /^\/api\/documents\/([^/]+)\/versions\/(\d+)\/pages\/(\d+)\/(image|text)$/;

export interface PageAsked {
  key: string;
  page: number;
  text: boolean;
  width: number;
  region: string | null;
}

export function pageAsked(url: URL): PageAsked | null {
  const [, document, version, page, kind] = PAGE.exec(url.pathname) ?? [];
  if (!document) return null;
  const width = Number(url.searchParams.get('width') ?? 1000);
  return { key: keyOf(document, Number(version)), page: Number(page), text: kind === 'text', width, region: url.searchParams.get('region') };
}

/** X-Part tells the page that the server was not asked: it says nothing of the connection. */
function reply(part: KeptPart, data: Blob = part.data): Response {
  return new Response(data, { headers: { 'Content-Type': data.type || part.media, 'Cache-Control': 'no-store', 'X-Part': part.sha256 } });
}

/** The piece of the whole picture that is asked for, as sharp as that is. */
async function crop(part: KeptPart, region: string): Promise<Response> {
  const [left = 0, top = 0, width = 1, height = 1] = region.split(',').map(Number);
  const whole = await createImageBitmap(part.data);
  const box = [left * whole.width, top * whole.height, Math.max(1, width * whole.width), Math.max(1, height * whole.height)].map(Math.round) as [number, number, number, number];
  const canvas = new OffscreenCanvas(box[2], box[3]);
  canvas.getContext('2d')?.drawImage(whole, ...box, 0, 0, box[2], box[3]);
  whole.close();
  return reply(part, await canvas.convertToBlob({ type: 'image/png' }));
}

export async function givePage(request: Request, asked: PageAsked): Promise<Response> {
  const copy = await copyNow();
  const version = copy.versions.get(asked.key);
  const page = version?.parts[asked.page - 1];
  if (!version || !page || !readable(copy)) return fetch(request);
  const hash = asked.text ? page.text : page.picture;
  const part = hash ? await (await store()).get('part', hash) : undefined;
  if (!part) return fetch(request);
  if (asked.text || (!asked.region && version.width >= asked.width)) return reply(part);
  try {
    return await fetch(request);
  } catch (error) {
    // A request given up by the page is no lost network.
    if (request.signal.aborted) throw error;
    return asked.region ? crop(part, asked.region) : reply(part);
  }
}
