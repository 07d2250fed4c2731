/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the server and nghisu-render say to each other: fixed structs in the
 * machine's own byte order, for both ends are of one build on one machine.
 * Two kinds of stream: the control socket, between the server and a warm
 * parent; and one channel for each child, which the server makes and hands to
 * the parent together with the PDF, or
 * with the description of a document to be printed (workers/print.h). On a channel one request is answered by
 * one reply and `bytes` bytes after it. The child has read a stranger's file,
 * so the server checks every number below before it uses it.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <strings.h>

#define PAGES_MAGIC 0x4e53313fu /* both ways, at the head of each struct */

#define PAGES_COUNT_LIMIT 20000u        /* pages of a file */
#define PAGES_PICTURE_LIMIT (48u << 20) /* bytes of an encoded picture */
#define PAGES_RECORDS_LIMIT (24u << 20) /* bytes of words, facts or an outline */
#define PAGES_SIDE_LIMIT 8192u          /* pixels of one side */
#define PAGES_AREA_LIMIT 20000000.0     /* pixels of a picture: 80 MB while it is drawn */
#define PAGES_CHARACTER_LIMIT 200000u   /* of a page's text */
#define PAGES_OUTLINE_LIMIT 5000u       /* items */
#define PAGES_OUTLINE_DEPTH 8u
#define PAGES_TITLE_LIMIT 500u          /* bytes of an outline's title */
#define PAGES_WORD_LIMIT 1000u          /* bytes of a word; a longer one is cut in pieces */
#define PAGES_LINK_LIMIT 2000u          /* links of a page */
#define PAGES_URI_LIMIT 2000u           /* bytes; a longer one is left out */
#define PAGES_PLACE_LIMIT 1e7f          /* points, of a place on a page */
#define PAGES_LENGTH_LIMIT 1e6f         /* points, of a side */
#define PAGES_MARK_LIMIT 400u           /* bytes of a watermark */
#define PAGES_ORDER_LIMIT (32u << 20)   /* bytes that follow a request */
#define PAGES_EXPORT_LIMIT (256u << 20) /* bytes of a PDF made here */
#define PAGES_EXPORT_SECONDS 100u       /* instead of PAGES_DRAW_SECONDS, for a whole file */

#define PAGES_DRAW_SECONDS 11u          /* wall clock and processor time of one answer; the server kills at this */
#define PAGES_CHILD_SECONDS 90u         /* processor time of a child's whole life */
#define PAGES_IDLE_SECONDS 20u          /* a child nobody asks ends itself */
#define PAGES_MEMORY_LIMIT (1ull << 30) /* address space beside the mapped file */

#define PAGES_CONTROL_FD 3  /* the parent's control socket, at exec */
#define PAGES_CHANNEL_FD 3  /* the child's channel */
#define PAGES_DOCUMENT_FD 4 /* the child's sealed PDF, or description */

#define PAGES_EXIT_SETUP 70 /* exit statuses from here on: the child never came to its file */

/* control: server to parent */
typedef enum ControlKind {
    CONTROL_SPAWN = 1, /* with two descriptors: channel, document. Answer: process id, or 0 */
    CONTROL_END,       /* process: killed when alive, reaped. Answer: its wait status */
} ControlKind;

/* What the child is for decides which calls it may make: a stranger's file is drawn without threads. */
typedef enum ControlPurpose { CONTROL_PAGES = 0, CONTROL_PRINT } ControlPurpose;

typedef struct ControlRequest {
    uint32_t magic;
    uint32_t kind;
    int32_t process;
    uint32_t purpose; /* SPAWN: a ControlPurpose */
} ControlRequest;

typedef struct ControlReply {
    uint32_t magic;
    int32_t process;                 /* SPAWN: the child, 0 when fork failed. END: the child, 0 when there is no such child */
    int32_t status;                  /* END: as of wait(2) */
    uint32_t memory_mebibytes;       /* END: the most it had in memory */
    uint32_t processor_milliseconds; /* END: what it has used in all */
} ControlReply;

/* control: the parent's first word, once it is warm */
typedef struct ControlHello {
    uint32_t magic;
    uint32_t protocol; /* PAGES_PROTOCOL */
    uint32_t isolated; /* bits: 1 namespaces, 2 Landlock */
    char stamp[52];    /* name of this renderer and its library; refusals are remembered only for the same stamp */
} ControlHello;
#define PAGES_PROTOCOL 3u

/* channel: server to child */
typedef enum PagesKind { PAGES_FACTS = 1, PAGES_PICTURE, PAGES_TEXT, PAGES_OUTLINE, PAGES_EXPORT, PAGES_PRINT } PagesKind;

typedef struct PagesRequest {
    uint32_t magic;
    uint32_t kind;
    uint32_t page;        /* from 1 */
    uint32_t width;       /* pixels of the picture */
    uint32_t order_bytes; /* that follow: PAGES_PICTURE the watermark in UTF-8 (0: none), PAGES_EXPORT a PagesOrder */
    uint32_t unused;
    double left, top, part_width, part_height; /* fractions of the shown page; a whole page is 0, 0, 1, 1 */
} PagesRequest;

/* channel: child to server */
typedef enum PagesStatus { PAGES_DONE = 1, PAGES_DAMAGED, PAGES_ENCRYPTED, PAGES_COSTLY, PAGES_NO_SUCH_PAGE } PagesStatus;
typedef enum PagesFormat { PAGES_RECORDS = 1, PAGES_PNG, PAGES_JPEG, PAGES_PDF } PagesFormat;

typedef struct PagesReply {
    uint32_t magic;
    uint32_t status;
    uint32_t kind; /* of the request */
    uint32_t format;
    uint32_t bytes;                                  /* that follow */
    uint32_t count;                                  /* records that follow; PAGES_PRINT: pages */
    uint32_t links;                                  /* PAGES_TEXT: so many of them, the last, are links */
    uint32_t width, height;                          /* pixels */
    float page_width, page_height;                   /* points, as shown */
    uint32_t draw_microseconds, encode_microseconds; /* for measuring only */
} PagesReply;

/* Records, one after the other, not aligned: copy them out. */
typedef struct PagesSize { /* PAGES_FACTS: one a page */
    float width, height;
} PagesSize;

typedef struct PagesWord { /* PAGES_TEXT: `bytes` bytes of UTF-8 follow */
    float x, y, width, height;
    uint16_t bytes;
    uint16_t starts_line;
} PagesWord;

typedef struct PagesLink {     /* PAGES_TEXT, after the words; the reply's count counts both, its links these */
    float x, y, width, height; /* points, origin top left */
    float top;                 /* points from the top of the page it leads to; negative: the whole page */
    uint32_t page;             /* of this file; 0: a URI of `bytes` bytes of UTF-8 follows */
    uint16_t bytes;
    uint16_t unused;
} PagesLink;

/* An address that a reader may be asked about; the bytes are valid UTF-8. Not one with letters that do not show or that turn the order of
 * the others, so that what is asked about is what is opened. */
static inline bool pages_uri_is_sound(const char *uri, size_t bytes)
{
    static const char *const schemes[] = {"http://", "https://", "mailto:"};
    static const uint8_t lengths[] = {7, 8, 7};
    bool known = false;
    for (size_t i = 0; i < 3; i++)
        known |= bytes > lengths[i] && strncasecmp(uri, schemes[i], lengths[i]) == 0;
    for (size_t i = 0; known && i < bytes; i++) {
        const uint8_t *at = (const uint8_t *)uri + i;
        bool hidden =
            at[0] == 0xe2 && bytes - i > 2 && /* U+2000 to 200F, 2028 to 202F, 2060 to 206F */
            ((at[1] == 0x80 && (at[2] <= 0x8f || at[2] >= 0xa8) && at[2] <= 0xaf) || (at[1] == 0x81 && at[2] >= 0xa0 && at[2] <= 0xaf));
        known = at[0] >= 0x20 && at[0] != 0x7f && !(at[0] == 0xc2 && bytes - i > 1 && at[1] < 0xa0) && !hidden;
    }
    return known && bytes <= PAGES_URI_LIMIT;
}

typedef struct PagesItem { /* PAGES_OUTLINE, in reading order: `bytes` bytes of UTF-8 follow */
    uint32_t page;         /* 0: leads nowhere in this file */
    uint16_t depth;        /* from 0 */
    uint16_t bytes;
} PagesItem;
