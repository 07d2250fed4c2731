/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Running heads, running feet and page numbers: the two outermost rows at the
 * top and the bottom of a page, when they stand at the same place on many pages
 * and say the same but for the page's number. It takes no line from the middle of a page,
 * and nothing from a file of one page.
 */
#include "paper/token.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROWS = 2, /* looked at from each edge */
    LEAST_PAGES = 3,
    PAGES_SHARE = 30 /* in a hundred: heads of left and right pages alternate */
};
#define SAME_PLACE 4.0f /* points */

/* One row at an edge of a page. */
typedef struct Row {
    guint page;
    gboolean top;
    float y;
    char *text;
    char *pattern; /* the text, with '#' for a number that counts with the pages */
    int number;    /* when a number is all it holds; else -1 */
    GArray *words; /* guint */
} Row;

static void row_clear(gpointer data)
{
    Row *row = data;
    g_free(row->text);
    g_free(row->pattern);
    g_array_unref(row->words);
}

typedef struct PlacedWord {
    float y, x;
    guint index;
} PlacedWord;

static int by_height(gconstpointer a, gconstpointer b)
{
    const PlacedWord *one = a, *other = b;
    return one->y < other->y ? -1 : one->y > other->y;
}

static int by_index(gconstpointer a, gconstpointer b)
{
    guint one = *(const guint *)a, other = *(const guint *)b;
    return one < other ? -1 : one > other;
}

/* "Trang 3/20" and "- 3 -" are numbers too. */
static gboolean is_of_numbers(const char *text)
{
    static const char *const names[] = {"Trang", "trang", "TRANG", "Page", "page", "of", "trên", NULL};
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    gboolean number = FALSE;
    for (char **word = words; *word; word++) {
        if (g_strv_contains(names, *word))
            continue;
        for (const char *c = *word; *c; c = g_utf8_next_char(c)) {
            if (g_unichar_isalpha(g_utf8_get_char(c)))
                return FALSE;
            number |= g_ascii_isdigit(*c);
        }
    }
    return number && g_strv_length(words) <= 4;
}

/* The next number in a text: its value, and *end behind it; -1: no more. *text moves to where it begins. */
static int next_number(const char **text, const char **end)
{
    while (**text && !g_ascii_isdigit(**text))
        ++*text;
    if (!**text)
        return -1;
    char *behind = NULL;
    unsigned long value = strtoul(*text, &behind, 10);
    *end = behind;
    return (int)MIN(value, 1000000ul);
}

static void add_row(GArray *rows, const PaperWords *words, guint page, gboolean top, float y, GArray *indices)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_array_sort(indices, by_index);
    for (guint i = 0; i < indices->len; i++)
        g_string_append_printf(text, "%s%s", i ? " " : "", word_at(words, g_array_index(indices, guint, i))->text);
    g_array_set_size(rows, rows->len + 1);
    Row *row = &g_array_index(rows, Row, rows->len - 1);
    *row = (Row){.page = page, .top = top, .y = y, .number = -1, .text = g_strdup(text->str), .words = g_array_ref(indices)};
    const char *at = row->text, *end = NULL;
    if (is_of_numbers(at))
        row->number = next_number(&at, &end);
}

/* The commonest distance between the numbers in rows and the numbers of their pages; *times: how often. */
static int commonest_distance(const GArray *rows, gboolean of_numbers, guint *times)
{
    g_autoptr(GHashTable) distances = g_hash_table_new(NULL, NULL);
    int distance = 0;
    *times = 0;
    for (guint i = 0; i < rows->len; i++) {
        const Row *row = &g_array_index(rows, Row, i);
        const char *at = row->text, *end = NULL;
        if (of_numbers && row->number < 0)
            continue;
        for (int number = next_number(&at, &end); number >= 0; at = end, number = next_number(&at, &end)) {
            gpointer key = GINT_TO_POINTER(number - (int)row->page);
            guint now = GPOINTER_TO_UINT(g_hash_table_lookup(distances, key)) + 1;
            g_hash_table_insert(distances, key, GUINT_TO_POINTER(now));
            if (now > *times) {
                *times = now;
                distance = number - (int)row->page;
            }
            if (of_numbers)
                break;
        }
    }
    return distance;
}

static void set_patterns(const GArray *rows)
{
    guint times = 0;
    int distance = commonest_distance(rows, FALSE, &times);
    for (guint i = 0; i < rows->len; i++) {
        Row *row = &g_array_index(rows, Row, i);
        GString *pattern = g_string_new(NULL);
        const char *at = row->text, *start = at, *end = NULL;
        for (int number = next_number(&at, &end); number >= 0; at = start = end, number = next_number(&at, &end)) {
            g_string_append_len(pattern, start, at - start);
            if (number - (int)row->page == distance)
                g_string_append_c(pattern, '#');
            else
                g_string_append_len(pattern, at, end - at);
        }
        g_string_append(pattern, start);
        row->pattern = g_string_free(pattern, FALSE);
    }
}

/* The rows of one page from its top, or from its bottom. */
static void add_rows(GArray *rows, const PaperWords *words, guint page, gboolean top, const GArray *placed)
{
    for (guint row = 0, at = 0; row < ROWS && at < placed->len; row++) {
        g_autoptr(GArray) indices = g_array_new(FALSE, FALSE, sizeof(guint));
        const PlacedWord *first = &g_array_index(placed, PlacedWord, top ? at : placed->len - 1 - at);
        for (; at < placed->len; at++) {
            const PlacedWord *word = &g_array_index(placed, PlacedWord, top ? at : placed->len - 1 - at);
            if (fabsf(word->y - first->y) > SAME_PLACE)
                break;
            g_array_append_val(indices, word->index);
        }
        add_row(rows, words, page, top, first->y, indices);
    }
}

static GArray *all_rows(const PaperWords *words)
{
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(Row));
    g_array_set_clear_func(rows, row_clear);
    for (guint page = 0; page < words->pages; page++) {
        guint first = g_array_index(words->first, guint, page), end = g_array_index(words->first, guint, page + 1);
        g_autoptr(GArray) placed = g_array_sized_new(FALSE, FALSE, sizeof(PlacedWord), end - first);
        for (guint i = first; i < end; i++) {
            const PaperWord *word = word_at(words, i);
            PlacedWord place = {word->y + word->h / 2, word->x, i};
            g_array_append_val(placed, place);
        }
        g_array_sort(placed, by_height);
        add_rows(rows, words, page + 1, TRUE, placed);
        add_rows(rows, words, page + 1, FALSE, placed);
    }
    return rows;
}

static void mark(const Row *row, guint8 *edges)
{
    for (guint i = 0; i < row->words->len; i++)
        edges[g_array_index(row->words, guint, i)] = 1;
}

static guint pages_enough(const PaperWords *words)
{
    return MAX((guint)LEAST_PAGES, words->pages * PAGES_SHARE / 100);
}

/* Numbers that count with the pages, by the commonest distance between number and page; and numbers at the same heights (parts that count
 * from 1 again). */
static void mark_numbers(const PaperWords *words, const GArray *rows, guint8 *edges)
{
    guint most = 0;
    int distance = commonest_distance(rows, TRUE, &most);
    gboolean short_file = words->pages == 2 && most >= 1 && distance == 0;
    if (!short_file && (most < 2 || most < MIN(pages_enough(words), words->pages - 1)))
        return;
    float top = NAN, bottom = NAN;
    for (guint i = 0; i < rows->len; i++) {
        const Row *row = &g_array_index(rows, Row, i);
        if (row->number < 0 || row->number - (int)row->page != distance)
            continue;
        mark(row, edges);
        *(row->top ? &top : &bottom) = row->y;
    }
    for (guint i = 0; i < rows->len; i++) {
        const Row *row = &g_array_index(rows, Row, i);
        if (row->number >= 0 && fabsf(row->y - (row->top ? top : bottom)) < SAME_PLACE)
            mark(row, edges);
    }
}

static int by_pattern(gconstpointer a, gconstpointer b)
{
    const Row *one = *(Row *const *)a, *other = *(Row *const *)b;
    int order = strcmp(one->pattern, other->pattern);
    if (order == 0)
        order = one->top - other->top;
    return order ? order : one->y < other->y ? -1 : one->y > other->y;
}

/* Runs of the same pattern at the same height. */
static void mark_heads(const PaperWords *words, const GArray *rows, guint8 *edges)
{
    g_autoptr(GPtrArray) sorted = g_ptr_array_sized_new(rows->len);
    for (guint i = 0; i < rows->len; i++)
        g_ptr_array_add(sorted, &g_array_index(rows, Row, i));
    g_ptr_array_sort(sorted, by_pattern);
    for (guint first = 0, end; first < sorted->len; first = end) {
        const Row *head = sorted->pdata[first];
        for (end = first + 1; end < sorted->len; end++) {
            const Row *row = sorted->pdata[end];
            if (strcmp(row->pattern, head->pattern) != 0 || row->top != head->top || row->y - head->y > SAME_PLACE)
                break;
        }
        if (end - first < pages_enough(words))
            continue;
        for (guint i = first; i < end; i++)
            mark(sorted->pdata[i], edges);
    }
}

guint8 *paper_edges(const PaperWords *words)
{
    guint8 *edges = g_new0(guint8, words->words->len + 1);
    if (words->pages < 2)
        return edges;
    g_autoptr(GArray) rows = all_rows(words);
    set_patterns(rows);
    mark_numbers(words, rows, edges);
    mark_heads(words, rows, edges);
    return edges;
}
