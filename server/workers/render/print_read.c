/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The description of a document to be printed, from JSON to structs. Every key
 * must be there, of its type and within its range, and no other: what follows
 * need not doubt a number. It lays nothing out.
 */
#include "base/json.h"
#include "print.h"
#include <math.h>
#include <string.h>

static gboolean within(double number, double low, double high)
{
    return isfinite(number) && number >= low && number <= high;
}

/* As letters are drawn: NFC, so that a diacritic and its letter are one; a line feed breaks the line and does not begin a paragraph; no
 * control characters. */
static char *clean(const char *text, gboolean caps)
{
    g_autofree char *large = caps ? g_utf8_strup(text, -1) : NULL;
    g_autofree char *whole = g_utf8_normalize(large ? large : text, -1, G_NORMALIZE_NFC);
    GString *out = g_string_new(NULL);
    for (const char *at = whole ? whole : ""; *at; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);
        if (letter == '\n' || letter == 0x2028 || letter == 0x2029)
            g_string_append_unichar(out, 0x2028);
        else if (letter == '\t' || (letter >= 0x20 && letter != 0x7f && !(letter >= 0x80 && letter < 0xa0)))
            g_string_append_unichar(out, letter);
    }
    return g_string_free(out, FALSE);
}

static gboolean name_is_sound(const char *name)
{
    gsize length = strlen(name);
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_isalnum(name[i]) && !strchr("-_.", name[i]))
            return FALSE;
    return length > 0 && length <= PRINT_NAME_LIMIT;
}

/* cairo's attributes: a string in single quotes, in which those and backslashes are escaped. */
static char *link_of(const Description *description, const char *uri, const char *target)
{
    g_autofree char *address = *uri ? g_strdup(uri) : g_strconcat("nghisu:", target, NULL);
    if (!*uri && g_hash_table_contains(description->anchors, target))
        return g_strdup_printf("dest='%s'", target);
    GString *out = g_string_new("uri='");
    for (const char *at = address; *at; at++) {
        if (*at == '\'' || *at == '\\')
            g_string_append_c(out, '\\');
        g_string_append_c(out, *at);
    }
    return g_string_free(g_string_append_c(out, '\''), FALSE);
}

static gboolean style_read(json_t *json, Style *style)
{
    int align, bold, italic, caps, keep;
    json_error_t problem;
    if (json_unpack_ex(json, &problem, JSON_STRICT, "{s:i, s:b, s:b, s:b, s:b, s:F, s:F, s:F, s:F, s:F, s:F}", "align", &align, "bold",
                       &bold, "italic", &italic, "caps", &caps, "keep", &keep, "size", &style->size, "first_line", &style->first_line,
                       "indent", &style->indent, "before", &style->before, "after", &style->after, "line", &style->line) != 0)
        return FALSE;
    style->align = (Align)align;
    style->bold = bold;
    style->italic = italic;
    style->caps = caps;
    style->keep = keep;
    return align >= ALIGN_JUSTIFY && align <= ALIGN_CENTRE && within(style->size, 4, 72) && within(style->indent, 0, 300) &&
           within(style->first_line, -style->indent, 300) && within(style->before, 0, PRINT_SPACE_LIMIT) &&
           within(style->after, 0, PRINT_SPACE_LIMIT) && within(style->line, 0.5, 3);
}

static Run *run_read(const Description *description, json_t *json, const Style *style)
{
    int bold, italic, caps, underline, plain;
    const char *text, *uri, *target;
    json_error_t problem;
    Run *run = g_new0(Run, 1);
    if (json_unpack_ex(json, &problem, JSON_STRICT, "{s:s, s:b, s:b, s:b, s:b, s:b, s:F, s:s, s:s}", "text", &text, "bold", &bold, "italic",
                       &italic, "caps", &caps, "underline", &underline, "plain", &plain, "size", &run->size, "uri", &uri, "target",
                       &target) != 0 ||
        !(run->size == 0 || within(run->size, 4, 72)) || (*uri && (*target || !pages_uri_is_sound(uri, strlen(uri)))) ||
        (*target && !name_is_sound(target)))
        return NULL;
    run->text = clean(text, caps || style->caps);
    run->bold = bold || (style->bold && !plain);
    run->italic = italic || (style->italic && !plain);
    run->underline = underline;
    run->link = *uri || *target ? link_of(description, uri, target) : NULL;
    return run;
}

static gboolean runs_read(const Description *description, json_t *json, Block *block)
{
    size_t index;
    json_t *one;
    block->runs = g_ptr_array_new();
    json_array_foreach(json, index, one)
    {
        Run *run = run_read(description, one, &block->style);
        if (!run)
            return FALSE;
        g_ptr_array_add(block->runs, run);
    }
    return json_is_array(json);
}

static gboolean blocks_read(const Description *description, json_t *json, gboolean in_cell, GPtrArray *blocks);

static GPtrArray *row_read(const Description *description, json_t *json, guint columns)
{
    size_t index;
    json_t *one, *blocks;
    json_error_t problem;
    GPtrArray *cells = g_ptr_array_new();
    guint used = 0;
    json_array_foreach(json, index, one)
    {
        int wide;
        Cell *cell = g_new0(Cell, 1);
        cell->blocks = g_ptr_array_new();
        if (json_unpack_ex(one, &problem, JSON_STRICT, "{s:i, s:o}", "columns", &wide, "blocks", &blocks) != 0 || wide < 1 ||
            (guint)wide > columns - used || !blocks_read(description, blocks, TRUE, cell->blocks))
            return NULL;
        cell->columns = (guint)wide;
        used += cell->columns;
        g_ptr_array_add(cells, cell);
    }
    return json_is_array(json) ? cells : NULL;
}

static gboolean table_read(const Description *description, json_t *json, Block *block)
{
    Table *table = block->table = g_new0(Table, 1);
    json_t *shares, *rows, *one;
    json_error_t problem;
    size_t index;
    int borders, keep, headers;
    double sum = 0;
    if (json_unpack_ex(json, &problem, JSON_STRICT, "{s:s, s:o, s:b, s:i, s:F, s:F, s:F, s:b, s:o}", "kind", &(const char *){NULL},
                       "shares", &shares, "borders", &borders, "headers", &headers, "padding", &table->padding, "before",
                       &block->style.before, "after", &block->style.after, "keep", &keep, "rows", &rows) != 0 ||
        !json_is_array(rows) || json_array_size(shares) < 1 || json_array_size(shares) > PRINT_COLUMNS)
        return FALSE;
    json_array_foreach(shares, index, one)
    {
        table->shares[index] = json_number_value(one);
        if (!within(table->shares[index], 0.001, 1000))
            return FALSE;
        sum += table->shares[index];
    }
    table->columns = (guint)index;
    for (guint i = 0; i < table->columns; i++)
        table->shares[i] /= sum;
    table->borders = borders;
    table->keep = keep;
    table->headers = (guint)headers;
    table->rows = g_ptr_array_new();
    json_array_foreach(rows, index, one)
    {
        GPtrArray *row = row_read(description, one, table->columns);
        if (!row)
            return FALSE;
        g_ptr_array_add(table->rows, row);
    }
    return headers >= 0 && table->headers <= table->rows->len && within(table->padding, 0, 30) &&
           within(block->style.before, 0, PRINT_SPACE_LIMIT) && within(block->style.after, 0, PRINT_SPACE_LIMIT);
}

/* A line's worth of keys each; the kind is among them, for nothing else may be. */
static gboolean small_read(json_t *json, const char *kind, Block *block)
{
    const char *said, *name = NULL;
    int level = 0;
    json_error_t problem;
    double *before = &block->style.before, *after = &block->style.after;
    if (strcmp(kind, "rule") == 0) {
        block->kind = BLOCK_RULE;
        return json_unpack_ex(json, &problem, JSON_STRICT, "{s:s, s:F, s:F, s:F}", "kind", &said, "share", &block->share, "before", before,
                              "after", after) == 0 &&
               within(block->share, 0.001, 1) && within(*before, 0, PRINT_SPACE_LIMIT) && within(*after, 0, PRINT_SPACE_LIMIT);
    }
    if (strcmp(kind, "space") == 0) {
        block->kind = BLOCK_SPACE;
        return json_unpack_ex(json, &problem, JSON_STRICT, "{s:s, s:F}", "kind", &said, "height", &block->height) == 0 &&
               within(block->height, 0, PRINT_SPACE_LIMIT);
    }
    if (strcmp(kind, "break") == 0) {
        block->kind = BLOCK_BREAK;
        return json_object_size(json) == 1;
    }
    if (strcmp(kind, "sheet") == 0) {
        block->kind = BLOCK_SHEET;
        return json_unpack_ex(json, &problem, JSON_STRICT, "{s:s, s:F, s:F}", "kind", &said, "width", &block->width, "height",
                              &block->height) == 0 &&
               within(block->width, 3, PRINT_LENGTH_LIMIT) && within(block->height, 3, PRINT_LENGTH_LIMIT);
    }
    if (strcmp(kind, "anchor") == 0) {
        block->kind = BLOCK_ANCHOR;
        if (json_unpack_ex(json, &problem, JSON_STRICT, "{s:s, s:s}", "kind", &said, "name", &name) != 0 || !name_is_sound(name))
            return FALSE;
    } else if (strcmp(kind, "outline") == 0) {
        block->kind = BLOCK_OUTLINE;
        if (json_unpack_ex(json, &problem, JSON_STRICT, "{s:s, s:i, s:s}", "kind", &said, "level", &level, "title", &name) != 0 ||
            level < 0 || level >= (int)PRINT_LEVELS || strlen(name) > PRINT_TITLE_LIMIT)
            return FALSE;
        block->level = (guint)level;
    } else {
        return FALSE;
    }
    block->name = clean(name, FALSE);
    return TRUE;
}

static gboolean block_read(const Description *description, json_t *json, Block *block)
{
    const char *kind = json_string_value(json_object_get(json, "kind")), *mark = NULL;
    json_t *style, *runs;
    json_error_t problem;
    if (!kind)
        return FALSE;
    if (strcmp(kind, "text") == 0) {
        block->kind = BLOCK_TEXT;
        if (json_unpack_ex(json, &problem, JSON_STRICT, "{s:s, s:o, s:s, s:o}", "kind", &kind, "style", &style, "mark", &mark, "runs",
                           &runs) != 0 ||
            strlen(mark) > PRINT_NAME_LIMIT || !style_read(style, &block->style))
            return FALSE;
        block->name = *mark ? clean(mark, FALSE) : NULL;
        return runs_read(description, runs, block);
    }
    if (strcmp(kind, "place") == 0) {
        block->kind = BLOCK_PLACE;
        return json_unpack_ex(json, &problem, JSON_STRICT, "{s:s, s:F, s:F, s:F, s:o, s:o}", "kind", &kind, "x", &block->x, "y", &block->y,
                              "width", &block->width, "style", &style, "runs", &runs) == 0 &&
               within(block->x, -PRINT_LENGTH_LIMIT, PRINT_LENGTH_LIMIT) && within(block->y, -PRINT_LENGTH_LIMIT, PRINT_LENGTH_LIMIT) &&
               within(block->width, 1, PRINT_LENGTH_LIMIT) && style_read(style, &block->style) && runs_read(description, runs, block);
    }
    if (strcmp(kind, "table") == 0) {
        block->kind = BLOCK_TABLE;
        return table_read(description, json, block);
    }
    return small_read(json, kind, block);
}

static gboolean blocks_read(const Description *description, json_t *json, gboolean in_cell, GPtrArray *blocks)
{
    size_t index;
    json_t *one;
    gboolean on_sheet = FALSE;
    guint level = 0;
    json_array_foreach(json, index, one)
    {
        Block *block = g_new0(Block, 1);
        if (!block_read(description, one, block) || (in_cell && block->kind > BLOCK_SPACE) || (block->kind == BLOCK_PLACE && !on_sheet))
            return FALSE;
        if (block->kind == BLOCK_SHEET)
            on_sheet = TRUE;
        else if (block->kind != BLOCK_PLACE && block->kind != BLOCK_OUTLINE && block->kind != BLOCK_ANCHOR)
            on_sheet = FALSE;
        if (block->kind == BLOCK_OUTLINE) {
            if (block->level > level)
                return FALSE;
            level = block->level + 1;
        }
        g_ptr_array_add(blocks, block);
    }
    return json_is_array(json);
}

/* Before the runs are read, which may lead to an anchor further on. FALSE: one name twice. */
static gboolean anchors_find(json_t *blocks, GHashTable *anchors)
{
    size_t index;
    json_t *one;
    json_array_foreach(blocks, index, one)
    {
        const char *kind = json_string_value(json_object_get(one, "kind")), *name = json_string_value(json_object_get(one, "name"));
        if (kind && name && strcmp(kind, "anchor") == 0 && !g_hash_table_add(anchors, g_strdup(name)))
            return FALSE;
    }
    return TRUE;
}

Description *description_read(const char *text, gsize bytes)
{
    json_t *root = bytes <= PRINT_DESCRIPTION_LIMIT ? json_parse(text, bytes, NULL) : NULL, *blocks = NULL;
    json_error_t problem;
    const char *title, *author, *language, *made_at, *prefix;
    int landscape, numbers, first, labels;
    if (!root || json_unpack_ex(root, &problem, JSON_STRICT, "{s:s, s:s, s:s, s:s, s:s, s:b, s:b, s:i, s:i, s:o}", "title", &title,
                                "author", &author, "language", &language, "made_at", &made_at, "prefix", &prefix, "landscape", &landscape,
                                "numbers", &numbers, "first", &first, "labels", &labels, "blocks", &blocks) != 0)
        return NULL;
    g_autoptr(GDateTime) date = g_date_time_new_from_iso8601(made_at, NULL);
    if (!date || first < 1 || first > 1000000 || labels < 0 || labels > 2 || strlen(title) > PRINT_TITLE_LIMIT * 4 ||
        strlen(author) > PRINT_TITLE_LIMIT * 4 || strlen(prefix) > PRINT_NAME_LIMIT || strlen(language) > 20)
        return NULL;
    Description *read = g_new0(Description, 1);
    read->title = clean(title, FALSE);
    read->author = clean(author, FALSE);
    read->language = clean(language, FALSE);
    read->prefix = clean(prefix, FALSE);
    read->made_at = g_strdup(made_at);
    read->landscape = landscape;
    read->numbers = numbers;
    read->first = (guint)first;
    read->labels = (guint)labels;
    read->blocks = g_ptr_array_new();
    read->anchors = g_hash_table_new(g_str_hash, g_str_equal);
    return anchors_find(blocks, read->anchors) && blocks_read(read, blocks, FALSE, read->blocks) ? read : NULL;
}
