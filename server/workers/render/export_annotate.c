/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Notes as annotations that any PDF reader lists, answers and takes away again.
 * Each brings its own appearance, so that all readers show the same, on turned
 * pages too. Poppler's own annotations know no ink, no author's date and no
 * appearance; qpdf reads the pages, and append.c writes after them. A file
 * whose tables are broken is written anew first, for nothing can be added to
 * it; one whose text is enciphered is refused, and can be taken away with its
 * notes drawn in.
 */
#include "append.h"
#include "export.h"
#include <math.h>
#include <string.h>

#define LINE 1.6
#define STRIKE_AT 0.52
#define PIN 20.0 /* points: side of a written note's sign */

enum { DEPTH = 64, ITEMS = 100000 };
enum { PRINTED = 4, UPRIGHT = 8 | 16 }; /* flags: not zoomed, not turned */

/* From the page as shown to the page's own space. */
typedef struct Turn {
    double x, y;   /* where the shown page's upper left corner is */
    double xx, xy; /* one step to the right */
    double yx, yy; /* one step down */
} Turn;

typedef struct Box {
    double left, bottom, right, top;
} Box;

static InkPoint turned(const Turn *turn, double x, double y)
{
    return (InkPoint){turn->x + x * turn->xx + y * turn->yx, turn->y + x * turn->xy + y * turn->yy};
}

static Turn turn_of(const PopplerRectangle *crop, int quarter)
{
    switch (quarter) {
    case 1:
        return (Turn){crop->x1, crop->y1, 0, 1, 1, 0};
    case 2:
        return (Turn){crop->x2, crop->y1, -1, 0, 0, 1};
    case 3:
        return (Turn){crop->x2, crop->y2, 0, -1, -1, 0};
    default:
        return (Turn){crop->x1, crop->y2, 1, 0, 0, -1};
    }
}

static void put(GString *out, double number)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(digits, sizeof digits, "%.2f", number);
    g_string_append_c(out, ' ');
    g_string_append(out, digits);
}

static void put_point(GString *out, const Turn *turn, double x, double y, Box *box)
{
    InkPoint at = turned(turn, x, y);
    put(out, at.x);
    put(out, at.y);
    *box = (Box){MIN(box->left, at.x), MIN(box->bottom, at.y), MAX(box->right, at.x), MAX(box->top, at.y)};
}

static void put_colour(GString *out, Colour colour)
{
    put(out, colour.red);
    put(out, colour.green);
    put(out, colour.blue);
}

/* UTF-16 with its mark, in hexadecimal: needs no escapes. */
static void put_text(GString *out, const char *text)
{
    glong units = 0;
    g_autofree gunichar2 *wide = g_utf8_to_utf16(text, -1, NULL, &units, NULL);
    g_string_append(out, "<FEFF");
    for (glong i = 0; wide && i < units; i++)
        g_string_append_printf(out, "%04X", wide[i]);
    g_string_append_c(out, '>');
}

static void rectangle_put(GString *out, const Turn *turn, double x, double y, double w, double h, Box *box)
{
    put_point(out, turn, x, y, box);
    g_string_append(out, " m");
    put_point(out, turn, x + w, y, box);
    g_string_append(out, " l");
    put_point(out, turn, x + w, y + h, box);
    g_string_append(out, " l");
    put_point(out, turn, x, y + h, box);
    g_string_append(out, " l h\n");
}

static void quads_put(const Note *note, const Turn *turn, GString *look, GString *entries, Box *box)
{
    g_string_append(entries, "/QuadPoints[");
    for (guint i = 0; i < note->head.quads; i++) {
        const float *quad = note->quads + (gsize)i * 4;
        double x = (double)quad[0], y = (double)quad[1], w = (double)quad[2], h = (double)quad[3];
        put_point(entries, turn, x, y, box);
        put_point(entries, turn, x + w, y, box);
        put_point(entries, turn, x, y + h, box);
        put_point(entries, turn, x + w, y + h, box);
        if (note->head.kind == NOTE_HIGHLIGHT)
            rectangle_put(look, turn, x, y, w, h, box);
        else
            rectangle_put(look, turn, x, note->head.kind == NOTE_UNDERLINE ? y + h - LINE : y + h * STRIKE_AT, w, LINE, box);
    }
    g_string_append_c(entries, ']');
    if (note->head.quads > 0)
        g_string_append(look, "f\n");
}

static void curve_put(GString *look, const Turn *turn, const InkPoint *points, guint count, Box *box)
{
    InkPoint from = {(points[count - 1].x + points[0].x) / 2, (points[count - 1].y + points[0].y) / 2};
    put_point(look, turn, from.x, from.y, box);
    g_string_append(look, " m");
    for (guint i = 0; i < count; i++) {
        const InkPoint *pull = &points[i], *next = &points[(i + 1) % count];
        InkPoint to = {(pull->x + next->x) / 2, (pull->y + next->y) / 2};
        put_point(look, turn, from.x + (pull->x - from.x) * 2 / 3, from.y + (pull->y - from.y) * 2 / 3, box);
        put_point(look, turn, to.x + (pull->x - to.x) * 2 / 3, to.y + (pull->y - to.y) * 2 / 3, box);
        put_point(look, turn, to.x, to.y, box);
        g_string_append(look, " c");
        from = to;
    }
    g_string_append(look, " f\n");
}

static void ink_put(const Note *note, const Turn *turn, GString *look, GString *entries, Box *box)
{
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(InkPoint));
    g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(guint));
    const float *stroke = note->points;
    g_string_append(entries, "/InkList[");
    for (guint i = 0; i < note->head.strokes; stroke += (gsize)note->strokes[i++] * 3) {
        g_string_append_c(entries, '[');
        for (guint k = 0; k < note->strokes[i]; k++)
            put_point(entries, turn, (double)stroke[k * 3], (double)stroke[k * 3 + 1], box);
        g_string_append_c(entries, ']');
        g_array_set_size(points, 0);
        g_array_set_size(ends, 0);
        ink_outline(stroke, note->strokes[i], (double)note->head.width, points, ends);
        for (guint k = 0, from = 0; k < ends->len; from = g_array_index(ends, guint, k++))
            curve_put(look, turn, &g_array_index(points, InkPoint, from), g_array_index(ends, guint, k) - from, box);
    }
    g_string_append(entries, "]/BS<</W");
    put(entries, (double)note->head.width);
    g_string_append(entries, ">>");
}

/* A sheet with a folded corner and two lines, in a square of its own. Readers show such a sign upright and at one size on any page, hung up
 * at its upper left corner. x, y: its middle. */
static void pin_put(const Note *note, const Turn *turn, double x, double y, GString *look, Box *box)
{
    put_colour(look, note_strong(note));
    g_string_append(look, " RG 1.2 w 1 19 m 19 19 l 19 6 l 14 1 l 1 1 l b\n5 13 m 15 13 l S 5 8 m 11 8 l S\n");
    InkPoint corner = turned(turn, x - PIN / 2, y - PIN / 2);
    *box = (Box){corner.x, corner.y - PIN, corner.x + PIN, corner.y};
}

/* What a reader shows beside it. A note without a place says so, and quotes. */
static void contents_put(GString *entries, const Note *note, const Order *order)
{
    g_string_append(entries, "/Contents");
    if (note->head.page > 0) {
        put_text(entries, note->texts[NOTE_BODY]);
        return;
    }
    g_autofree char *text =
        g_strjoin("\n", order->texts[ORDER_TRAY], note->texts[NOTE_FACTS], note->texts[NOTE_QUOTE], note->texts[NOTE_BODY], NULL);
    put_text(entries, g_strchomp(text));
}

/* The annotation's number. nth: of those without a place, which lie one below the other at the edge of the first page. */
static guint note_put(Append *append, const Order *order, const Note *note, const Turn *turn, guint page, guint generation, guint nth)
{
    static const char *const kinds[] = {"", "Highlight", "Underline", "StrikeOut", "Ink", "Text"};
    gboolean lost = note->head.page == 0;
    NoteKind kind = lost ? NOTE_WRITTEN : (NoteKind)note->head.kind;
    Box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    g_autoptr(GString) look = g_string_new(kind == NOTE_HIGHLIGHT ? "/B gs" : "");
    g_autoptr(GString) entries = g_string_new(NULL);
    g_string_append_printf(entries, "<</Type/Annot/Subtype/%s/P %u %u R/F %d", kinds[kind], page, generation,
                           kind == NOTE_WRITTEN ? PRINTED | UPRIGHT : PRINTED);
    put_colour(look, kind == NOTE_HIGHLIGHT || kind == NOTE_WRITTEN ? note_light(note) : note_strong(note));
    g_string_append(look, " rg\n");
    if (kind == NOTE_INK) {
        ink_put(note, turn, look, entries, &box);
    } else if (kind == NOTE_WRITTEN) {
        const float *quad = lost || note->head.quads == 0 ? NULL : note->quads;
        pin_put(note, turn, quad ? (double)(quad[0] + quad[2] / 2) : PIN, quad ? (double)(quad[1] + quad[3] / 2) : PIN * 1.2 * (nth + 1),
                look, &box);
        g_string_append(entries, "/Name/Note");
    } else {
        quads_put(note, turn, look, entries, &box);
    }
    if (!(box.left <= box.right))
        return 0; /* nothing to be drawn */
    g_string_append(entries, "/C[");
    put_colour(entries, kind == NOTE_HIGHLIGHT || kind == NOTE_WRITTEN ? note_light(note) : note_strong(note));
    g_string_append(entries, "]/Rect[");
    g_autoptr(GString) edges = g_string_new(NULL);
    put(edges, box.left), put(edges, box.bottom), put(edges, box.right), put(edges, box.top);
    g_string_append_printf(entries, "%s]/T", edges->str);
    put_text(entries, note->texts[NOTE_AUTHOR]);
    g_string_append(entries, "/NM");
    put_text(entries, note->texts[NOTE_ID]);
    g_string_append(entries, "/CreationDate");
    put_text(entries, note->texts[NOTE_WHEN]);
    g_string_append(entries, "/M");
    put_text(entries, note->texts[NOTE_WHEN]);
    contents_put(entries, note, order);
    guint own = append_number(append), appearance = append_number(append);
    g_string_append_printf(entries, "/AP<</N %u 0 R>>>>", appearance);
    g_autofree char *form =
        g_strdup_printf("/Type/XObject/Subtype/Form/BBox[%s]/Resources<<%s>>", kind == NOTE_WRITTEN ? "0 0 20 20" : edges->str,
                        kind == NOTE_HIGHLIGHT ? "/ExtGState<</B<</BM/Multiply>>>>" : "");
    append_object(append, own, 0, entries->str);
    append_stream(append, appearance, form, look);
    return own;
}

static int quarter_of(qpdf_data pdf, qpdf_oh page)
{
    for (int depth = 0; depth < DEPTH && qpdf_oh_is_dictionary(pdf, page); depth++) {
        qpdf_oh turn = qpdf_oh_get_key(pdf, page, "/Rotate");
        if (qpdf_oh_is_integer(pdf, turn))
            return (int)(((qpdf_oh_get_int_value(pdf, turn) / 90) % 4 + 4) % 4);
        page = qpdf_oh_get_key(pdf, page, "/Parent");
    }
    return 0;
}

/* The page once more, with its annotations and ours. */
static gboolean page_put(Append *append, qpdf_data pdf, qpdf_oh page, const GArray *numbers)
{
    g_autoptr(GString) text = g_string_new(NULL);
    qpdf_oh own = qpdf_oh_get_key(pdf, page, "/Annots");
    int count = qpdf_oh_is_array(pdf, own) ? qpdf_oh_get_array_n_items(pdf, own) : 0;
    if (count > ITEMS)
        return FALSE;
    for (int i = 0; i < count; i++)
        g_string_append_printf(text, " %s", qpdf_oh_unparse(pdf, qpdf_oh_get_array_item(pdf, own, i)));
    for (guint i = 0; i < numbers->len; i++)
        g_string_append_printf(text, " %u 0 R", g_array_index(numbers, guint, i));
    int number = qpdf_oh_get_object_id(pdf, page), generation = qpdf_oh_get_generation(pdf, page);
    qpdf_oh_remove_key(pdf, page, "/Annots");
    g_autofree char *rest = g_strdup(qpdf_oh_unparse_resolved(pdf, page));
    gsize length = strlen(rest);
    if (qpdf_has_error(pdf) || length < 4 || strcmp(rest + length - 2, ">>") != 0)
        return FALSE;
    rest[length - 2] = '\0';
    g_autofree char *whole = g_strdup_printf("%s/Annots [%s ] >>", rest, text->str);
    append_object(append, (guint)number, (guint)generation, whole);
    return TRUE;
}

/* All notes of one page, and on the first those without a place. */
static PagesStatus page_annotate(Append *append, qpdf_data pdf, PopplerDocument *document, const Order *order, guint page, guint first,
                                 guint end)
{
    qpdf_oh object = qpdf_get_page_n(pdf, page - 1);
    PopplerPage *shown = poppler_document_get_page(document, (int)page - 1);
    if (!shown || !qpdf_oh_is_dictionary(pdf, object) || !append_knows(append, qpdf_oh_get_object_id(pdf, object))) {
        g_clear_object(&shown);
        return PAGES_DAMAGED;
    }
    PopplerRectangle crop;
    poppler_page_get_crop_box(shown, &crop);
    g_object_unref(shown);
    Turn turn = turn_of(&crop, quarter_of(pdf, object));
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint));
    guint lost = page == 1 ? order->notes->len - order->first_lost : 0;
    for (guint i = 0; i < end - first + lost; i++) {
        gboolean placed = i < end - first;
        const Note *note = &g_array_index(order->notes, Note, placed ? first + i : order->first_lost + i - (end - first));
        guint number = note_put(append, order, note, &turn, (guint)qpdf_oh_get_object_id(pdf, object),
                                (guint)qpdf_oh_get_generation(pdf, object), placed ? 0 : i - (end - first));
        if (number)
            g_array_append_val(numbers, number);
        if (append_bytes(append) > PAGES_EXPORT_LIMIT)
            return PAGES_COSTLY;
    }
    return page_put(append, pdf, object, numbers) ? PAGES_DONE : PAGES_DAMAGED;
}

static PagesStatus annotate_pages(qpdf_data pdf, PopplerDocument *document, const guint8 *file, gsize file_bytes, const Order *order,
                                  GByteArray *out)
{
    g_autoptr(Append) append = append_begin(pdf, file, file_bytes);
    if (!append || qpdf_get_num_pages(pdf) != poppler_document_get_n_pages(document))
        return PAGES_DAMAGED;
    guint first = 0, end = 0, lost = order->notes->len - order->first_lost;
    while (first < order->first_lost || lost > 0) {
        guint page = lost > 0 ? 1 : g_array_index(order->notes, Note, first).head.page;
        for (end = first; end < order->first_lost && g_array_index(order->notes, Note, end).head.page == page;)
            end++;
        PagesStatus status = page_annotate(append, pdf, document, order, page, first, end);
        if (status != PAGES_DONE)
            return status;
        first = end;
        lost = 0;
    }
    return append_end(append, out) ? PAGES_DONE : PAGES_COSTLY;
}

/* qpdf's own cleaning does not take what is not there, and calls an error unhandled that nobody has looked at. */
static void pdf_close(qpdf_data pdf)
{
    if (!pdf)
        return;
    if (qpdf_has_error(pdf))
        qpdf_get_error(pdf);
    qpdf_cleanup(&pdf);
}

static qpdf_data pdf_read(const guint8 *file, gsize bytes, gboolean mend)
{
    qpdf_data pdf = qpdf_init();
    qpdf_silence_errors(pdf);
    qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
    qpdf_set_attempt_recovery(pdf, mend);
    if ((qpdf_read_memory(pdf, "file", (const char *)file, bytes, NULL) & QPDF_ERRORS) == 0)
        return pdf;
    pdf_close(pdf);
    return NULL;
}

/* Written anew with the tables that it lacked, and then added to. */
static PagesStatus annotate_mended(PopplerDocument *document, const guint8 *file, gsize file_bytes, const Order *order, GByteArray *out)
{
    qpdf_data broken = pdf_read(file, file_bytes, QPDF_TRUE);
    if (!broken)
        return PAGES_DAMAGED;
    PagesStatus status = PAGES_DAMAGED;
    if (qpdf_is_encrypted(broken))
        status = PAGES_ENCRYPTED;
    else if ((qpdf_init_write_memory(broken) & QPDF_ERRORS) == 0) {
        qpdf_set_deterministic_ID(broken, QPDF_TRUE);
        gboolean written = (qpdf_write(broken) & QPDF_ERRORS) == 0;
        gsize bytes = written ? qpdf_get_buffer_length(broken) : 0;
        if (bytes > PAGES_EXPORT_LIMIT)
            status = PAGES_COSTLY;
        else if (bytes > 0) {
            g_byte_array_append(out, qpdf_get_buffer(broken), (guint)bytes);
            g_autofree guint8 *whole = g_memdup2(out->data, bytes);
            qpdf_data pdf = whole ? pdf_read(whole, bytes, QPDF_FALSE) : NULL;
            if (pdf)
                status = annotate_pages(pdf, document, whole, bytes, order, out);
            pdf_close(pdf);
        }
    }
    pdf_close(broken);
    return status;
}

PagesStatus annotate(PopplerDocument *document, const guint8 *file, gsize file_bytes, const Order *order, GByteArray *out)
{
    qpdf_data pdf = pdf_read(file, file_bytes, QPDF_FALSE);
    PagesStatus status = PAGES_DAMAGED;
    if (pdf)
        status = qpdf_is_encrypted(pdf) ? PAGES_ENCRYPTED : annotate_pages(pdf, document, file, file_bytes, order, out);
    pdf_close(pdf);
    return status == PAGES_DAMAGED ? annotate_mended(document, file, file_bytes, order, out) : status;
}
