/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Blocks put on pages: what must stay together goes over together, no line of
 * a paragraph is left alone, a table's header comes again. Nothing is drawn
 * past the margins, however high or long it is.
 */
#include "print.h"
#include <cairo-pdf.h>

#define MM(millimetres) ((millimetres)*72.0 / 25.4)
#define A4_SHORT MM(210)
#define A4_LONG MM(297)
#define TOP MM(20)
#define BOTTOM MM(20)
#define LEFT MM(30)
#define RIGHT MM(15)
#define NUMBER_SIZE 13.0
#define NUMBER_TOP MM(10)
#define ORDINARY 14.0
#define SLACK 0.01

typedef struct Flow {
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoContext *context;
    const Description *description;
    double page_width, page_height; /* of an ordinary page */
    double y;                       /* below what was drawn last */
    double owed;                    /* space asked for by what was drawn last */
    guint pages;                    /* begun */
    gboolean open, sheet, fresh;    /* a page is begun; it is a sheet; nothing is on it yet */
    gboolean full;                  /* no more pages are allowed */
    GPtrArray *waiting;             /* Block: bookmarks and anchors of the next thing drawn */
    int above[PRINT_LEVELS];        /* cairo's numbers of the bookmarks over the next one */
    GPtrArray *laid;                /* per block: Text or strips, once laid out */
} Flow;

static double width_of(const Flow *flow)
{
    return flow->page_width - LEFT - RIGHT;
}

static double bottom_of(const Flow *flow)
{
    return flow->page_height - BOTTOM;
}

static void page_end(Flow *flow)
{
    if (flow->open)
        cairo_show_page(flow->cairo);
    flow->open = FALSE;
}

static void label_set(Flow *flow)
{
    static const char *const ones[] = {"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"}, *const tens[] = {"",    "x",   "xx",
                                                                                                                     "xxx", "xl",  "l",
                                                                                                                     "lx",  "lxx", "lxxx",
                                                                                                                     "xc"},
                             *const hundreds[] = {"", "c", "cc", "ccc", "cd", "d", "dc", "dcc", "dccc", "cm"};
    const Description *description = flow->description;
    guint number = flow->pages + description->first - 1;
    g_autofree char *label = description->labels == 2 && number < 1000
                                 ? g_strconcat(description->prefix, hundreds[number / 100], tens[number / 10 % 10], ones[number % 10], NULL)
                                 : g_strdup_printf("%s%u", description->prefix, number);
    if (description->labels)
        cairo_pdf_surface_set_page_label(flow->surface, label);
}

static void number_draw(Flow *flow)
{
    char digits[16];
    Run run = {.text = digits};
    Block block = {.style = {.align = ALIGN_CENTRE, .size = NUMBER_SIZE, .line = 1}, .runs = g_ptr_array_new()};
    g_snprintf(digits, sizeof digits, "%u", flow->pages + flow->description->first - 1);
    g_ptr_array_add(block.runs, &run);
    text_draw(text_lay(flow->context, &block, width_of(flow)), flow->cairo, LEFT, NUMBER_TOP, 0, 1);
}

static void page_begin(Flow *flow, double width, double height, gboolean sheet)
{
    page_end(flow);
    if (flow->pages >= PRINT_PAGES_LIMIT) {
        flow->full = TRUE;
        return;
    }
    cairo_pdf_surface_set_size(flow->surface, width, height);
    flow->pages++;
    flow->open = flow->fresh = TRUE;
    flow->sheet = sheet;
    flow->y = sheet ? 0 : TOP;
    flow->owed = 0;
    label_set(flow);
    if (!sheet && flow->description->numbers && flow->pages > 1)
        number_draw(flow);
}

static void page_next(Flow *flow)
{
    page_begin(flow, flow->page_width, flow->page_height, FALSE);
}

static void page_need(Flow *flow)
{
    if (!flow->open || flow->sheet)
        page_next(flow);
}

static void number_text(char into[G_ASCII_DTOSTR_BUF_SIZE], double number)
{
    g_ascii_formatd(into, G_ASCII_DTOSTR_BUF_SIZE, "%.2f", number);
}

/* Bookmarks and anchors that wait stand where this is drawn. */
static void waiting_set(Flow *flow, double y)
{
    char top[G_ASCII_DTOSTR_BUF_SIZE], left[G_ASCII_DTOSTR_BUF_SIZE];
    number_text(top, MAX(y - 4, 0));
    number_text(left, flow->sheet ? 0 : LEFT);
    for (guint i = 0; i < flow->waiting->len; i++) {
        const Block *block = g_ptr_array_index(flow->waiting, i);
        if (block->kind == BLOCK_OUTLINE) {
            g_autofree char *where = g_strdup_printf("page=%u pos=[0 %s]", flow->pages, top);
            int parent = block->level == 0 ? CAIRO_PDF_OUTLINE_ROOT : flow->above[block->level - 1];
            flow->above[block->level] = cairo_pdf_surface_add_outline(flow->surface, parent, *block->name ? block->name : "–", where,
                                                                      block->level == 0 ? CAIRO_PDF_OUTLINE_FLAG_OPEN : 0);
        } else {
            g_autofree char *place = g_strdup_printf("name='%s' x=%s y=%s", block->name, left, top);
            cairo_tag_begin(flow->cairo, CAIRO_TAG_DEST, place);
            cairo_tag_end(flow->cairo, CAIRO_TAG_DEST);
        }
    }
    g_ptr_array_set_size(flow->waiting, 0);
}

static double gap_of(const Flow *flow, const Block *block)
{
    return flow->fresh ? 0 : MAX(flow->owed, block->style.before);
}

static void drawn(Flow *flow, double bottom, double after)
{
    flow->y = bottom;
    flow->owed = after;
    flow->fresh = FALSE;
}

/* ---- what a block needs */

static gpointer laid_of(Flow *flow, guint index)
{
    const Block *block = g_ptr_array_index(flow->description->blocks, index);
    gpointer *laid = &g_ptr_array_index(flow->laid, index);
    if (!*laid && block->kind == BLOCK_TEXT)
        *laid = text_lay(flow->context, block, width_of(flow));
    else if (!*laid && block->kind == BLOCK_TABLE)
        *laid = table_lay(flow->context, block->table, width_of(flow));
    return *laid;
}

static double strips_height(const GPtrArray *strips, guint from, guint to)
{
    double height = 0;
    for (guint i = from; i < to; i++)
        height += ((const Strip *)g_ptr_array_index(strips, i))->height;
    return height;
}

/* The least of it that may stand at the end of a page; `whole`: all of it. */
static double least_height(Flow *flow, guint index, gboolean whole)
{
    const Block *block = g_ptr_array_index(flow->description->blocks, index);
    gpointer laid = laid_of(flow, index);
    if (block->kind == BLOCK_TEXT) {
        guint lines = ((const Text *)laid)->lines->len;
        return text_height(laid, 0, whole || lines <= 3 ? lines : 2);
    }
    if (block->kind == BLOCK_TABLE) {
        guint rows = ((const GPtrArray *)laid)->len;
        return strips_height(laid, 0, whole || block->table->keep ? rows : MIN(rows, block->table->headers + 1));
    }
    return block->kind == BLOCK_RULE ? RULE_WIDTH : block->height;
}

static gboolean keeps(const Block *block)
{
    return block->kind == BLOCK_TEXT && block->style.keep;
}

/* Goes to the next page when this and what must stay with it does not fit here, but would there. */
static void together(Flow *flow, guint index)
{
    const GPtrArray *blocks = flow->description->blocks;
    const Block *block = g_ptr_array_index(blocks, index), *before = index > 0 ? g_ptr_array_index(blocks, index - 1) : NULL;
    double need = gap_of(flow, block), after = 0;
    if (flow->fresh || (before && keeps(before) && keeps(block)))
        return;
    for (guint i = index; i < blocks->len; i++) {
        const Block *one = g_ptr_array_index(blocks, i);
        if (one->kind == BLOCK_OUTLINE || one->kind == BLOCK_ANCHOR)
            continue;
        if (one->kind == BLOCK_BREAK || one->kind >= BLOCK_SHEET)
            break;
        need += (i > index ? MAX(after, one->style.before) : 0) + least_height(flow, i, keeps(one));
        after = one->style.after;
        if (!keeps(one) || need > flow->page_height)
            break;
    }
    if (flow->y + need > bottom_of(flow) + SLACK && need <= bottom_of(flow) - TOP)
        page_next(flow);
}

/* ---- blocks onto pages */

/* How many of the lines from `from` stand on this page; 0: none, it begins on the next. */
static guint lines_here(const Flow *flow, const Text *text, guint from, double room)
{
    guint all = text->lines->len, count = 0;
    double height = 0;
    for (guint i = from; i < all; i++, count++) {
        height += g_array_index(text->lines, Line, i).height;
        if (height > room + SLACK)
            break;
    }
    guint rest = all - from;
    if (count == rest)
        return rest;
    if (rest - count == 1 && count > 0)
        count--; /* the last line is not alone on its page */
    if (count == 1 && from == 0)
        count = 0; /* nor is the first */
    return count == 0 && flow->fresh ? 1 : count;
}

static void text_flow(Flow *flow, const Block *block, const Text *text)
{
    for (guint from = 0; from < text->lines->len && !flow->full;) {
        double top = flow->y + gap_of(flow, block);
        guint count = lines_here(flow, text, from, bottom_of(flow) - top);
        if (count == 0) {
            page_next(flow);
            continue;
        }
        if (from == 0)
            waiting_set(flow, top);
        text_draw(text, flow->cairo, LEFT, top, from, from + count);
        drawn(flow, top + text_height(text, from, from + count), 0);
        from += count;
    }
    flow->owed = block->style.after;
}

static void headers_draw(Flow *flow, const Table *table, const GPtrArray *strips)
{
    for (guint i = 0; i < table->headers; i++) {
        Strip *strip = g_ptr_array_index(strips, i);
        strip_again(strip);
        drawn(flow, flow->y + strip_draw(strip, table, flow->cairo, LEFT, flow->y, G_MAXDOUBLE, TRUE), 0);
    }
}

static void table_flow(Flow *flow, const Block *block, const GPtrArray *strips)
{
    const Table *table = block->table;
    double whole = bottom_of(flow) - TOP, headers = strips_height(strips, 0, table->headers);
    gboolean repeat = headers < whole / 2;
    flow->y += gap_of(flow, block);
    flow->owed = 0;
    for (guint i = 0; i < strips->len && !flow->full;) {
        Strip *strip = g_ptr_array_index(strips, i);
        gboolean head = i < table->headers, begun = FALSE;
        while (!flow->full && (!begun || !strip_is_done(strip))) {
            double room = bottom_of(flow) - flow->y, line = MIN(strip->height, ORDINARY * 3 + 2 * table->padding);
            /* A row goes over whole where a page can hold it; a longer one is cut. */
            double least = !begun && strip->height + (head || !repeat ? 0 : headers) <= whole ? strip->height : line;
            if (least > room + SLACK && !flow->fresh && !(begun && room >= line)) {
                page_next(flow);
                if (!flow->full && !head && repeat)
                    headers_draw(flow, table, strips);
                if (flow->full)
                    return;
                room = bottom_of(flow) - flow->y;
            }
            if (!begun && i == 0)
                waiting_set(flow, flow->y);
            drawn(flow, flow->y + strip_draw(strip, table, flow->cairo, LEFT, flow->y, room, head), 0);
            begun = TRUE;
        }
        i++;
    }
    flow->owed = block->style.after;
}

static void small_flow(Flow *flow, const Block *block)
{
    double top = flow->y + gap_of(flow, block);
    waiting_set(flow, top);
    if (block->kind == BLOCK_RULE) {
        rule_draw(flow->cairo, LEFT, top + RULE_WIDTH / 2, width_of(flow), block->share);
        drawn(flow, top + RULE_WIDTH, block->style.after);
    } else if (!flow->fresh) { /* no space at the top of a page */
        drawn(flow, MIN(top + block->height, bottom_of(flow)), 0);
    }
}

static void block_flow(Flow *flow, guint index)
{
    const Block *block = g_ptr_array_index(flow->description->blocks, index);
    switch (block->kind) {
    case BLOCK_OUTLINE:
    case BLOCK_ANCHOR:
        g_ptr_array_add(flow->waiting, (gpointer)block);
        return;
    case BLOCK_SHEET:
        page_begin(flow, block->width, block->height, TRUE);
        if (!flow->full)
            waiting_set(flow, 0);
        return;
    case BLOCK_PLACE: {
        Text *text = text_lay(flow->context, block, block->width);
        text_draw(text, flow->cairo, block->x, block->y, 0, text->lines->len);
        flow->fresh = FALSE;
        return;
    }
    case BLOCK_BREAK:
        page_need(flow);
        page_end(flow);
        return;
    case BLOCK_TEXT:
    case BLOCK_TABLE:
    case BLOCK_RULE:
    case BLOCK_SPACE:
        break;
    }
    page_need(flow);
    if (!flow->full)
        together(flow, index);
    if (flow->full)
        return;
    if (block->kind == BLOCK_TEXT)
        text_flow(flow, block, laid_of(flow, index));
    else if (block->kind == BLOCK_TABLE)
        table_flow(flow, block, laid_of(flow, index));
    else
        small_flow(flow, block);
}

guint flow_all(cairo_surface_t *surface, const Description *description)
{
    Flow flow = {.surface = surface,
                 .cairo = cairo_create(surface),
                 .description = description,
                 .page_width = description->landscape ? A4_LONG : A4_SHORT,
                 .page_height = description->landscape ? A4_SHORT : A4_LONG,
                 .waiting = g_ptr_array_new(),
                 .laid = g_ptr_array_new()};
    cairo_font_options_t *options = cairo_font_options_create();
    /* Letters keep their own widths: the same text breaks the same on every machine with these fonts. */
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    flow.context = pango_cairo_create_context(flow.cairo);
    pango_cairo_context_set_font_options(flow.context, options);
    pango_cairo_context_set_resolution(flow.context, 72);
    pango_context_set_round_glyph_positions(flow.context, FALSE);
    pango_context_set_language(flow.context, pango_language_from_string(description->language));
    pango_context_set_base_dir(flow.context, PANGO_DIRECTION_LTR);
    cairo_font_options_destroy(options);
    g_ptr_array_set_size(flow.laid, (int)description->blocks->len);
    for (guint i = 0; i < description->blocks->len && !flow.full; i++)
        block_flow(&flow, i);
    if (!flow.full && flow.pages == 0)
        page_next(&flow); /* a document has a page */
    if (!flow.full)
        waiting_set(&flow, flow.y); /* of nothing: the end */
    page_end(&flow);
    gboolean drawn_all = !flow.full && cairo_status(flow.cairo) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(flow.cairo);
    return drawn_all ? flow.pages : 0;
}
