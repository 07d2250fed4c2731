/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the server hands over to have a document of its own words laid out
 * (PAGES_PRINT): JSON, in the place of the PDF. Both sides know these limits;
 * the child checks every field, for the words in it are users' words.
 *
 * {"title", "author", "language", "made_at", "landscape", "numbers", "first", "labels": 0…2, "prefix", "blocks": […]}; a block is one of
 * {"kind": "text", "style": {…}, "mark": "" or a bullet, "runs": [{…}]} · {"kind": "rule", "share", "before", "after"} ·
 * {"kind": "space", "height"} · {"kind": "break"} · {"kind": "table", "shares", "borders", "headers", "padding", "before", "after", "keep",
 * "rows": [[{"columns", "blocks"}]]} · {"kind": "outline", "level", "title"} · {"kind": "anchor", "name"} ·
 * {"kind": "sheet", "width", "height"} · {"kind": "place", "x", "y", "width", "style", "runs"}. All keys are there, none else.
 */
#pragma once

#define PRINT_DESCRIPTION_LIMIT (8u << 20) /* bytes */
#define PRINT_PAGES_LIMIT 2000u
#define PRINT_COLUMNS 16u
#define PRINT_LEVELS 8u
#define PRINT_NAME_LIMIT 100u      /* bytes of an anchor's name */
#define PRINT_TITLE_LIMIT 500u     /* bytes of a bookmark's or the file's title */
#define PRINT_LENGTH_LIMIT 14400.0 /* points of a sheet's side, as PDF has it */
#define PRINT_SPACE_LIMIT 2000.0   /* points of any other length */
