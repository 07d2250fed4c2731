/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the server orders when a file is to be taken away (PAGES_EXPORT): notes
 * with their places and words, and a watermark. Fixed records one after the
 * other, each text padded to four bytes, in the machine's own byte order. The
 * server has words and dates made ready; the child draws and decides nothing.
 * Both sides count what they write and read: lengths here are claims.
 */
#pragma once
#include <stdint.h>

#define ORDER_MAGIC 0x31454e53u
#define ORDER_NOTES_LIMIT 20000u
#define ORDER_TEXT_LIMIT (64u << 10)  /* bytes of one text, without its padding */
#define ORDER_COORDINATE_LIMIT 100000 /* points, as note_drawing_check has it */

typedef enum OrderShape {
    ORDER_BURNT = 1,   /* every page drawn anew, notes and watermark in it; a list of the notes' words follows. Reply: a whole PDF */
    ORDER_ANNOTATIONS, /* Reply: the bytes to be added after the file's own, a line feed first; or a whole PDF when the file's own
                          are broken */
} OrderShape;

/* Texts after the head. */
typedef enum OrderText {
    ORDER_TITLE,
    ORDER_MARK,    /* the watermark; "": none */
    ORDER_MADE_AT, /* ISO 8601: what the copy says of its making */
    ORDER_HEADING, /* over the notes' words */
    ORDER_TRAY,    /* over those that have no place on this version */
    ORDER_GONE,    /* on a page that cannot be drawn */
    ORDER_TEXTS
} OrderText;

typedef enum NoteText {
    NOTE_ID,
    NOTE_AUTHOR,
    NOTE_FACTS, /* one line: page, author, time */
    NOTE_WHEN,  /* as a PDF has dates: "D:20261123024100Z" */
    NOTE_QUOTE,
    NOTE_BODY,
    NOTE_TEXTS
} NoteText;

typedef enum NoteKind { NOTE_HIGHLIGHT = 1, NOTE_UNDERLINE, NOTE_STRIKE, NOTE_INK, NOTE_WRITTEN } NoteKind;
typedef enum NoteColour { NOTE_YELLOW, NOTE_GREEN, NOTE_BLUE, NOTE_RED, NOTE_BLACK, NOTE_COLOURS } NoteColour;

typedef struct PagesOrder {
    uint32_t magic;
    uint32_t shape;
    uint32_t notes; /* PagesNote records after the texts */
    uint32_t text_bytes[ORDER_TEXTS];
} PagesOrder;

/* Then: texts; quads, four floats each (x, y, width, height); for each stroke the number of its points; points, three floats each (x, y,
 * pressure 0…1). Points of the page as shown, origin top left. */
typedef struct PagesNote {
    uint32_t page; /* 0: no place on this version */
    uint32_t kind;
    uint32_t colour;
    float width; /* of ink */
    uint32_t text_bytes[NOTE_TEXTS];
    uint32_t quads;
    uint32_t strokes;
    uint32_t points; /* of all strokes together */
} PagesNote;
