/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A document's description, block by block, as the JSON that the sandbox reads
 * (workers/print.h). It measures nothing. A wrong call is remembered and told
 * at the end, so that callers need not check each.
 */
#include "paper/print.h"
#include "base/error.h"
#include "base/json.h"
#include <string.h>

struct Print {
    json_t *root, *blocks; /* borrowed from root, as what follows */
    json_t *table, *row, *cell;
    gsize bytes; /* of texts, about */
    char *wrong; /* the first wrong call; NULL: none */
    guint level; /* a bookmark may be as deep */
};

static void wrong_set(Print *print, const char *what)
{
    if (!print->wrong)
        print->wrong = g_strdup(what);
}

static const char *text_or_empty(const char *text)
{
    return text ? text : "";
}

Print *print_new(const PrintPaper *paper)
{
    Print *print = g_new0(Print, 1);
    print->root =
        json_pack("{s:s, s:s, s:s, s:s, s:s, s:b, s:b, s:i, s:i, s:[]}", "title", text_or_empty(paper->title), "author",
                  text_or_empty(paper->author), "language", paper->language ? paper->language : "vi", "made_at",
                  text_or_empty(paper->made_at), "prefix", text_or_empty(paper->label_prefix), "landscape", paper->landscape ? 1 : 0,
                  "numbers", paper->no_numbers ? 0 : 1, "first", (int)MAX(paper->first_number, 1), "labels", (int)paper->labels, "blocks");
    if (!print->root) {
        wrong_set(print, "the paper's texts are no UTF-8");
        print->root = json_pack("{s:[]}", "blocks");
    }
    print->blocks = json_object_get(print->root, "blocks");
    return print;
}

void print_free(Print *print)
{
    if (!print)
        return;
    json_decref(print->root);
    g_free(print->wrong);
    g_free(print);
}

/* Takes the block. */
static void block_add(Print *print, json_t *block)
{
    json_t *into = print->table ? json_object_get(print->cell, "blocks") : print->blocks;
    if (!block)
        wrong_set(print, "a text is no UTF-8");
    else if (!into)
        wrong_set(print, "a table's content without a cell");
    if (!block || !into) {
        json_decref(block);
        return;
    }
    json_array_append_new(into, block);
}

static json_t *style_json(const PrintStyle *style)
{
    static const PrintStyle body;
    const PrintStyle *at = style ? style : &body;
    return json_pack("{s:i, s:b, s:b, s:b, s:b, s:f, s:f, s:f, s:f, s:f, s:f}", "align", (int)at->align, "bold", at->bold ? 1 : 0, "italic",
                     at->italic ? 1 : 0, "caps", at->caps ? 1 : 0, "keep", at->keep_with_next ? 1 : 0, "size",
                     at->size > 0 ? at->size : PRINT_BODY_SIZE, "first_line", at->first_line, "indent", at->indent, "before", at->before,
                     "after", at->after, "line", at->line > 0 ? at->line : 1.0);
}

static json_t *runs_json(Print *print, const PrintRun *runs, guint count)
{
    json_t *list = json_array();
    for (guint i = 0; i < count; i++) {
        const PrintRun *run = &runs[i];
        json_t *one =
            json_pack("{s:s, s:b, s:b, s:b, s:b, s:b, s:f, s:s, s:s}", "text", text_or_empty(run->text), "bold", run->bold ? 1 : 0,
                      "italic", run->italic ? 1 : 0, "caps", run->caps ? 1 : 0, "underline", run->underline ? 1 : 0, "plain",
                      run->plain ? 1 : 0, "size", run->size, "uri", text_or_empty(run->uri), "target", text_or_empty(run->target));
        if (!one) {
            json_decref(list);
            return NULL;
        }
        print->bytes += strlen(text_or_empty(run->text));
        json_array_append_new(list, one);
    }
    return list;
}

void print_bullet(Print *print, const PrintStyle *style, const char *mark, const PrintRun *runs, guint count)
{
    block_add(print, json_pack("{s:s, s:o, s:s, s:o}", "kind", "text", "style", style_json(style), "mark", text_or_empty(mark), "runs",
                               runs_json(print, runs, count)));
}

void print_runs(Print *print, const PrintStyle *style, const PrintRun *runs, guint count)
{
    print_bullet(print, style, "", runs, count);
}

void print_text(Print *print, const PrintStyle *style, const char *text)
{
    print_runs(print, style, &(PrintRun){.text = text}, 1);
}

void print_rule(Print *print, double share, double before, double after)
{
    block_add(print, json_pack("{s:s, s:f, s:f, s:f}", "kind", "rule", "share", share, "before", before, "after", after));
}

void print_space(Print *print, double height)
{
    block_add(print, json_pack("{s:s, s:f}", "kind", "space", "height", height));
}

/* What stands among pages, not in a cell. */
static void outer_add(Print *print, json_t *block)
{
    if (print->table)
        wrong_set(print, "a page, bookmark or anchor within a table");
    block_add(print, block);
}

void print_page_break(Print *print)
{
    outer_add(print, json_pack("{s:s}", "kind", "break"));
}

void print_table_begin(Print *print, const PrintTable *table)
{
    double padding = table->padding > 0 ? table->padding : table->padding < 0 || !table->borders ? 0 : 4;
    if (print->table || table->columns < 1 || table->columns > PRINT_COLUMNS) {
        wrong_set(print, "a table within a table, or without columns");
        return;
    }
    json_t *shares = json_array();
    for (guint i = 0; i < table->columns; i++)
        json_array_append_new(shares, json_real(table->shares[i]));
    json_t *block = json_pack("{s:s, s:o, s:b, s:i, s:f, s:f, s:f, s:b, s:[]}", "kind", "table", "shares", shares, "borders",
                              table->borders ? 1 : 0, "headers", (int)table->header_rows, "padding", padding, "before", table->before,
                              "after", table->after, "keep", table->keep ? 1 : 0, "rows");
    block_add(print, block);
    print->table = block;
}

void print_row(Print *print)
{
    if (!print->table) {
        wrong_set(print, "a row without a table");
        return;
    }
    print->row = json_array();
    print->cell = NULL;
    json_array_append_new(json_object_get(print->table, "rows"), print->row);
}

void print_cell(Print *print, guint columns)
{
    if (!print->row) {
        wrong_set(print, "a cell without a row");
        return;
    }
    print->cell = json_pack("{s:i, s:[]}", "columns", (int)MAX(columns, 1), "blocks");
    json_array_append_new(print->row, print->cell);
}

void print_table_end(Print *print)
{
    if (!print->table)
        wrong_set(print, "the end of no table");
    print->table = print->row = print->cell = NULL;
}

/* A title that is longer than a bookmark may be ends with "…". */
static char *title_cut(const char *title)
{
    gsize length = strlen(title);
    if (length <= PRINT_TITLE_LIMIT || !g_utf8_validate(title, -1, NULL))
        return g_strdup(title);
    const char *end = g_utf8_find_prev_char(title, title + PRINT_TITLE_LIMIT - strlen("…") + 1);
    g_autofree char *head = g_strndup(title, (gsize)(end - title));
    return g_strconcat(head, "…", NULL);
}

void print_outline(Print *print, guint level, const char *title)
{
    g_autofree char *cut = title_cut(text_or_empty(title));
    if (level > print->level || level >= PRINT_LEVELS)
        wrong_set(print, "a bookmark deeper than the one before by more than one");
    print->level = level + 1;
    outer_add(print, json_pack("{s:s, s:i, s:s}", "kind", "outline", "level", (int)level, "title", cut));
}

void print_anchor(Print *print, const char *name)
{
    outer_add(print, json_pack("{s:s, s:s}", "kind", "anchor", "name", text_or_empty(name)));
}

void print_sheet(Print *print, double width, double height)
{
    outer_add(print, json_pack("{s:s, s:f, s:f}", "kind", "sheet", "width", width, "height", height));
}

void print_place(Print *print, const PrintStyle *style, double x, double y, double width, const char *text)
{
    outer_add(print, json_pack("{s:s, s:f, s:f, s:f, s:o, s:o}", "kind", "place", "x", x, "y", y, "width", width, "style",
                               style_json(style), "runs", runs_json(print, &(PrintRun){.text = text}, 1)));
}

GBytes *print_make(Print *print, Render *render, guint *pages, GError **error)
{
    if (print->table)
        wrong_set(print, "a table without its end");
    if (print->wrong) {
        error_set(error, ERROR_INTERNAL, NULL, "printing: %s", print->wrong);
        return NULL;
    }
    if (print->bytes > PRINT_DESCRIPTION_LIMIT) {
        error_set(error, ERROR_PAGE_TOO_COSTLY, NULL, "%zu bytes of text to print", print->bytes);
        return NULL;
    }
    char *text = json_dumps(print->root, JSON_COMPACT | JSON_REAL_PRECISION(9));
    gsize bytes = text ? strlen(text) : 0;
    if (bytes == 0 || bytes > PRINT_DESCRIPTION_LIMIT) {
        free(text);
        error_set(error, bytes ? ERROR_PAGE_TOO_COSTLY : ERROR_INTERNAL, NULL, "a description of %zu bytes", bytes);
        return NULL;
    }
    g_autoptr(GBytes) description = g_bytes_new_with_free_func(text, bytes, free, text);
    return render_print(render, description, pages, error);
}

const json_t *print_description(const Print *print)
{
    return print->wrong || print->table || print->bytes > PRINT_DESCRIPTION_LIMIT ? NULL : print->root;
}
