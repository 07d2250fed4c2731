/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the server and nghisu-pack say to each other when a meeting pack is put
 * together. One process for one file: the file as descriptor 4, the order as
 * descriptor 5, and records back through a pipe on descriptor 3, in the
 * machine's own byte order, for both ends are of one build. The process has
 * read a stranger's file, so the server checks every number below and decides
 * alone where in the pack an object stands.
 */
#pragma once
#include <stdint.h>

#define PACK_MAGIC 0x314b504eu
#define PACK_CHANNEL_FD 3
#define PACK_DOCUMENT_FD 4
#define PACK_ORDER_FD 5

#define PACK_SECONDS 100u              /* processor time of one file */
#define PACK_MEMORY_LIMIT (1ull << 30) /* address space beside the mapped file */
#define PACK_PAGES_LIMIT 20000u
#define PACK_OBJECTS_LIMIT 4000000u /* of one file */
#define PACK_TITLE_LIMIT 500u       /* bytes of a bookmark's title */
#define PACK_OUTLINE_LIMIT 2000u    /* bookmarks of one file */
#define PACK_OUTLINE_DEPTH 8u

/* Exit statuses. */
#define PACK_EXIT_DONE 0
#define PACK_EXIT_DAMAGED 10
#define PACK_EXIT_ENCRYPTED 11
#define PACK_EXIT_PAGES 12 /* not as many as ordered */
#define PACK_EXIT_SETUP 70

typedef enum PackShape {
    PACK_PAPER = 1, /* pages of a paper, each with its number */
    PACK_FRONT,     /* our own pages; addresses "nghisu:<place>" lead to places of the pack */
    PACK_SHEETS,    /* each page becomes a form, to be laid over others */
} PackShape;

typedef struct PackOrder {
    uint32_t magic;
    uint32_t shape;
    uint32_t base;   /* the first object number it may use: of its first page (or form), the others follow */
    uint32_t parent; /* object number of the pages' node */
    uint32_t pages;  /* so many are expected; 0: as they come */
    uint32_t stamp;  /* object number of the form with the first page's number, the others follow; 0: none */
    uint32_t nothing[2];
    float stamp_width[]; /* of each page's form, points; PACK_PAPER with stamps only */
} PackOrder;
#define PACK_STAMP_HEIGHT 13.0f
#define PACK_AGENDA "agenda" /* the place every number leads back to */

typedef enum PackKind {
    PACK_OBJECT = 1, /* payload: what stands between "<number> 0 obj" and "endobj" */
    PACK_MEMBERS,    /* payload: `count` numbers (uint32) of the objects within object stream `number`, in order */
    PACK_PAGE,       /* page `number` (an object number) is done */
    PACK_BOOKMARK,   /* number: page from 1; count: depth from 0; payload: title in UTF-8 */
    PACK_HIDDEN,     /* number: an object, a layer that its file does not show; count 0: one that it shows */
    PACK_DONE,       /* the last. number: the next free object number; count: 1 when the file bears a signature */
} PackKind;

typedef struct PackRecord {
    uint32_t magic;
    uint32_t kind;
    uint32_t number;
    uint32_t count;
    uint64_t bytes; /* of payload that follows */
} PackRecord;
