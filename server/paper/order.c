/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines into rows, rows into zones with columns. It moves whole lines of the
 * renderer and no words between them; text that runs upwards stays as it came.
 */
#include "paper/order.h"
#include "paper/words.h"

#define COLUMN_GAP 6.0f /* points that no line of a zone crosses */

typedef struct OrderLine {
    guint first, end; /* words */
    guint row;
    float left, right, top, bottom;
} OrderLine;

static GArray *order_lines(const GArray *words, guint first)
{
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(OrderLine));
    for (guint i = first; i < words->len; i++) {
        const PaperWord *word = &g_array_index(words, PaperWord, i);
        if (i == first || word->line != word[-1].line) {
            OrderLine line = {i, i + 1, 0, word->x, word->x + word->w, word->y, word->y + word->h};
            g_array_append_val(lines, line);
            continue;
        }
        OrderLine *line = &g_array_index(lines, OrderLine, lines->len - 1);
        line->end = i + 1;
        line->left = MIN(line->left, word->x);
        line->right = MAX(line->right, word->x + word->w);
        line->top = MIN(line->top, word->y);
        line->bottom = MAX(line->bottom, word->y + word->h);
    }
    return lines;
}

static int by_middle(gconstpointer a, gconstpointer b)
{
    const OrderLine *one = a, *other = b;
    float difference = one->top + one->bottom - other->top - other->bottom;
    return difference < 0 ? -1 : difference > 0;
}

static int by_row(gconstpointer a, gconstpointer b)
{
    const OrderLine *one = a, *other = b;
    if (one->row != other->row)
        return one->row < other->row ? -1 : 1;
    return one->left < other->left ? -1 : one->left > other->left;
}

/* Rows from the top: lines whose middles lie within half of a line's height. */
static void number_rows(GArray *lines)
{
    guint row = 0;
    g_array_sort(lines, by_middle);
    const OrderLine *head = &g_array_index(lines, OrderLine, 0);
    for (guint i = 0; i < lines->len; i++) {
        OrderLine *line = &g_array_index(lines, OrderLine, i);
        float way = (line->top + line->bottom - head->top - head->bottom) / 2;
        if (way > MIN(line->bottom - line->top, head->bottom - head->top) / 2) {
            row++;
            head = line;
        }
        line->row = row;
    }
    g_array_sort(lines, by_row);
}

typedef struct Gap {
    float left, right;
} Gap;

/* Gaps that a line leaves of those that were. */
static void cross_out(GArray *gaps, const OrderLine *line)
{
    for (guint i = gaps->len; i-- > 0;) {
        Gap *gap = &g_array_index(gaps, Gap, i), rest = {MAX(gap->left, line->right), gap->right};
        gap->right = MIN(gap->right, line->left);
        gboolean before = gap->right - gap->left >= COLUMN_GAP, after = rest.right - rest.left >= COLUMN_GAP;
        if (before && after)
            g_array_insert_val(gaps, i + 1, rest);
        else if (after)
            *gap = rest;
        else if (!before)
            g_array_remove_index(gaps, i);
    }
}

/* Gaps with lines on both sides. */
static guint inner_gaps(const GArray *gaps, const GArray *lines, guint first, guint end, float *middle)
{
    guint count = 0;
    for (guint i = 0; i < gaps->len; i++) {
        const Gap *gap = &g_array_index(gaps, Gap, i);
        gboolean left = FALSE, right = FALSE;
        for (guint k = first; k < end; k++) {
            left |= g_array_index(lines, OrderLine, k).right <= gap->left + 0.01f;
            right |= g_array_index(lines, OrderLine, k).left >= gap->right - 0.01f;
        }
        if (left && right && count++ == 0)
            *middle = (gap->left + gap->right) / 2;
    }
    return count;
}

/* The end of the zone that begins with a row of several lines: as long as a gap goes through, and not behind its last such row. */
static guint zone_end(const GArray *lines, guint first, GArray *gaps)
{
    Gap all = {-1e7f, 1e7f};
    guint end = first, next = first;
    float middle;
    g_array_append_val(gaps, all);
    while (next < lines->len) {
        g_autoptr(GArray) tried = g_array_copy(gaps);
        guint row = g_array_index(lines, OrderLine, next).row, start = next;
        for (; next < lines->len && g_array_index(lines, OrderLine, next).row == row; next++)
            cross_out(tried, &g_array_index(lines, OrderLine, next));
        if (inner_gaps(tried, lines, first, next, &middle) == 0)
            break;
        g_array_set_size(gaps, 0);
        g_array_append_vals(gaps, tried->data, tried->len);
        if (next - start > 1)
            end = next;
    }
    return end;
}

static void take(const GArray *words, const OrderLine *line, GArray *out)
{
    g_array_append_vals(out, &g_array_index(words, PaperWord, line->first), line->end - line->first);
}

/* Column by column when there are two; else row by row. */
static void take_zone(const GArray *words, const GArray *lines, guint first, guint end, GArray *out)
{
    g_autoptr(GArray) gaps = g_array_new(FALSE, FALSE, sizeof(Gap));
    Gap all = {-1e7f, 1e7f};
    float middle = 0;
    g_array_append_val(gaps, all);
    for (guint i = first; i < end; i++)
        cross_out(gaps, &g_array_index(lines, OrderLine, i));
    gboolean columns = inner_gaps(gaps, lines, first, end, &middle) == 1;
    for (int side = 0; side < (columns ? 2 : 1); side++)
        for (guint i = first; i < end; i++) {
            const OrderLine *line = &g_array_index(lines, OrderLine, i);
            if (!columns || (line->left > middle) == side)
                take(words, line, out);
        }
}

static gboolean runs_upwards(const GArray *lines)
{
    guint upright = 0;
    for (guint i = 0; i < lines->len; i++) {
        const OrderLine *line = &g_array_index(lines, OrderLine, i);
        upright += line->right - line->left >= line->bottom - line->top || line->end - line->first == 1;
    }
    return upright * 2 < lines->len;
}

void paper_order(GArray *words, guint first)
{
    if (first >= words->len)
        return;
    g_autoptr(GArray) lines = order_lines(words, first);
    if (runs_upwards(lines))
        return;
    number_rows(lines);
    g_autoptr(GArray) out = g_array_sized_new(FALSE, FALSE, sizeof(PaperWord), words->len - first);
    for (guint i = 0; i < lines->len;) {
        guint row = g_array_index(lines, OrderLine, i).row, end = i + 1;
        g_autoptr(GArray) gaps = g_array_new(FALSE, FALSE, sizeof(Gap));
        gboolean several = end < lines->len && g_array_index(lines, OrderLine, end).row == row;
        if (several)
            end = MAX(end, zone_end(lines, i, gaps));
        while (several && end < lines->len && g_array_index(lines, OrderLine, end).row == row)
            end++;
        take_zone(words, lines, i, end, out);
        i = end;
    }
    for (guint i = 0, line = 0, was = 0; i < out->len; i++) {
        PaperWord *word = &g_array_index(out, PaperWord, i);
        line += i > 0 && word->line != was;
        was = word->line;
        word->line = line;
    }
    g_array_set_size(words, first);
    g_array_append_vals(words, out->data, out->len);
}
