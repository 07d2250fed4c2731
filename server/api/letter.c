/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Wordings become papers. Facts are users' words: whatever in them looks like
 * markup is made harmless before they go in, so that a title can neither
 * forge a line nor change a letter's weight.
 */
#include "api/letter.h"
#include "api/letter_parts.h"
#include "base/error.h"
#include "base/words.h"
#include <string.h>

#define INDENT PRINT_MM(10)

/* ---- facts */

static char *escaped(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *at = text; *at; at++) {
        if (*at == '\n' || *at == '\r') {
            g_string_append_c(out, ' ');
            continue;
        }
        if (strchr("\\*_=-+#>[", *at))
            g_string_append_c(out, '\\');
        g_string_append_c(out, *at);
    }
    return g_string_free(out, FALSE);
}

/* A copy in which no text is markup. */
static json_t *facts_escaped(const json_t *facts)
{
    if (json_is_string(facts)) {
        g_autofree char *text = escaped(json_string_value(facts));
        return json_string(text);
    }
    if (json_is_array(facts)) {
        json_t *out = json_array();
        for (size_t i = 0; i < json_array_size(facts); i++)
            json_array_append_new(out, facts_escaped(json_array_get(facts, i)));
        return out;
    }
    if (json_is_object(facts)) {
        json_t *out = json_object(), *value = NULL;
        const char *key = NULL;
        json_object_foreach((json_t *)facts, key, value)
        {
            json_object_set_new(out, key, facts_escaped(value));
        }
        return out;
    }
    return json_deep_copy(facts);
}

static const char *fact(const json_t *facts, const char *key)
{
    const char *text = json_string_value(json_object_get(facts, key));
    return text ? text : "";
}

/* ---- markup */

typedef struct Marked { /* a line as runs */
    GArray *runs;       /* PrintRun */
    GPtrArray *texts;   /* theirs */
    gboolean open;      /* a mark was not closed */
} Marked;

static void marked_clear(Marked *marked)
{
    g_array_unref(marked->runs);
    g_ptr_array_unref(marked->texts);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Marked, marked_clear)

static void run_add(Marked *marked, GString *text, gboolean bold, gboolean italic)
{
    if (text->len == 0)
        return;
    char *copy = g_strdup(text->str);
    PrintRun run = {.text = copy, .bold = bold, .italic = italic};
    g_ptr_array_add(marked->texts, copy);
    g_array_append_val(marked->runs, run);
    g_string_truncate(text, 0);
}

static Marked marked_of(const char *line)
{
    Marked marked = {g_array_new(FALSE, FALSE, sizeof(PrintRun)), g_ptr_array_new_with_free_func(g_free), FALSE};
    g_autoptr(GString) text = g_string_new(NULL);
    gboolean bold = FALSE, italic = FALSE;
    for (const char *at = line; *at; at++) {
        if (*at == '\\' && at[1]) {
            g_string_append_c(text, *++at);
        } else if ((*at == '*' || *at == '_') && at[1] == *at) {
            run_add(&marked, text, bold, italic);
            if (*at++ == '*')
                bold = !bold;
            else
                italic = !italic;
        } else {
            g_string_append_c(text, *at);
        }
    }
    run_add(&marked, text, bold, italic);
    marked.open = bold || italic;
    return marked;
}

char *letter_plain(const char *line, gboolean *begins_bold, gboolean *all_bold)
{
    g_auto(Marked) marked = marked_of(line);
    GString *whole = g_string_new(NULL);
    gboolean all = marked.runs->len > 0;
    for (guint i = 0; i < marked.texts->len; i++) {
        all &= g_array_index(marked.runs, PrintRun, i).bold;
        g_string_append(whole, g_ptr_array_index(marked.texts, i));
    }
    if (begins_bold)
        *begins_bold = marked.runs->len > 0 && g_array_index(marked.runs, PrintRun, 0).bold;
    if (all_bold)
        *all_bold = all;
    return g_string_free(whole, FALSE);
}

char *letter_filled(const char *body, const json_t *facts, GError **error)
{
    g_autoptr(json_t) safe = facts_escaped(facts);
    return words_fill(body, safe, error);
}

/* ---- checking a wording */

static gboolean wrong(GError **error, const char *what, guint line, const char *tag, int length)
{
    return error_set(error, ERROR_WRONG_VALUE, "body", "%s %u %.*s", what, line, length, tag);
}

static void keys_find(const json_t *facts, GHashTable *keys)
{
    const char *key = NULL;
    json_t *value = NULL;
    if (json_is_array(facts))
        for (size_t i = 0; i < json_array_size(facts); i++)
            keys_find(json_array_get(facts, i), keys);
    json_object_foreach((json_t *)facts, key, value)
    {
        g_hash_table_add(keys, g_strdup(key));
        keys_find(value, keys);
    }
}

static guint line_of(const char *body, const char *at)
{
    guint line = 1;
    for (; body < at; body++)
        line += *body == '\n';
    return line;
}

static gboolean tags_check(const char *body, GHashTable *keys, GError **error)
{
    g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func(g_free);
    for (const char *at = strstr(body, "{{"); at; at = strstr(at, "{{")) {
        guint line = line_of(body, at);
        const char *close = strstr(at, "}}"), *end = at + strcspn(at, "\n");
        if (!close || close > end)
            return wrong(error, "open-tag", line, at + 2, (int)MIN(end - at - 2, 40));
        gboolean kind = at[2] && strchr("#^/", at[2]);
        g_autofree char *key = g_strndup(at + 2 + kind, (gsize)(close - at) - 2 - kind);
        if (at[2] == '/') {
            if (open->len == 0 || strcmp(g_ptr_array_index(open, open->len - 1), key) != 0)
                return wrong(error, "stray-end", line, key, 40);
            g_ptr_array_set_size(open, (int)open->len - 1);
        } else if (!g_hash_table_contains(keys, key) && (kind || strcmp(key, ".") != 0)) {
            return wrong(error, "unknown-key", line, key, 40);
        } else if (kind) {
            g_ptr_array_add(open, g_strdup(key));
        }
        at = close + 2;
    }
    if (open->len > 0)
        return wrong(error, "open-section", line_of(body, body + strlen(body)), g_ptr_array_index(open, open->len - 1), 40);
    return TRUE;
}

gboolean letter_check(const char *body, const json_t *sample, GError **error)
{
    g_autoptr(GHashTable) keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    keys_find(sample, keys);
    if (!tags_check(body, keys, error))
        return FALSE;
    g_auto(GStrv) lines = g_strsplit(body, "\n", -1);
    gboolean said = FALSE;
    for (guint i = 0; lines[i]; i++) {
        g_auto(Marked) marked = marked_of(lines[i]);
        if (marked.open)
            return wrong(error, "open-mark", i + 1, "", 0);
        said |= marked.runs->len > 0;
    }
    return said || wrong(error, "empty", 1, "", 0);
}

/* ---- printing */

static void point_put(Print *print, const char *mark, double indent, const Marked *marked, gboolean last)
{
    const PrintStyle style = {.indent = indent, .after = 4, .line = 1.1, .keep_with_next = last};
    print_bullet(print, &style, mark, (const PrintRun *)marked->runs->data, marked->runs->len);
}

/* "#1. words": the mark is up to the first blank. */
static void numbered_put(Print *print, const char *line, double indent, gboolean last)
{
    gsize length = strcspn(line, " ");
    g_autofree char *head = g_strndup(line, length);
    g_auto(Marked) number = marked_of(head);
    g_autofree char *mark = number.texts->len > 0 ? g_strconcat(g_ptr_array_index(number.texts, 0), " ", NULL) : g_strdup("");
    g_auto(Marked) marked = marked_of(line + length + (line[length] == ' '));
    point_put(print, mark, indent, &marked, last);
}

/* last: no signature stands on a page without words. */
static void line_put(Print *print, const char *line, gboolean last)
{
    if (g_str_has_prefix(line, "= ")) {
        g_auto(Marked) marked = marked_of(line + 2);
        const PrintStyle style = {.align = PRINT_CENTRE, .bold = TRUE, .keep_with_next = TRUE};
        print_runs(print, &style, (const PrintRun *)marked.runs->data, marked.runs->len);
    } else if (strcmp(line, "---") == 0) {
        print_rule(print, 0.22, 3, 14);
    } else if (g_str_has_prefix(line, "- ") || g_str_has_prefix(line, "+ ")) {
        g_auto(Marked) marked = marked_of(line + 2);
        point_put(print, *line == '-' ? "- " : "+ ", *line == '-' ? INDENT : INDENT * 2, &marked, last);
    } else if (g_str_has_prefix(line, "##")) {
        numbered_put(print, line + 2, INDENT * 1.6, last);
    } else if (*line == '#') {
        numbered_put(print, line + 1, INDENT, last);
    } else {
        g_auto(Marked) marked = marked_of(line);
        const PrintStyle style = {.first_line = INDENT, .after = 6, .line = 1.1, .keep_with_next = last || g_str_has_suffix(line, ":**")};
        print_runs(print, &style, (const PrintRun *)marked.runs->data, marked.runs->len);
    }
}

/* Where a line comes from stands before it; it is not printed. */
static const char *source_skipped(const char *line)
{
    const char *end = g_str_has_prefix(line, "[[") ? strstr(line, "]]") : NULL;
    return end ? end + 2 : line;
}

void letter_head(Print *print, const json_t *facts)
{
    const char *number = fact(facts, "number"), *date = fact(facts, "issued_on"), *place = fact(facts, "place_name");
    /* What is not known is left blank to be written in; never made up. */
    g_autofree char *numbered =
        g_strdup_printf("Số: %s/%s", *number ? number : "\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0", fact(facts, "symbol"));
    g_autofree char *dated =
        *date ? g_strdup_printf("%s, %s", *place ? place : "\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0", date)
              : g_strdup_printf("%s, ngày \u00a0\u00a0\u00a0\u00a0 tháng \u00a0\u00a0\u00a0\u00a0 năm %s",
                                *place ? place : "\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0", fact(facts, "year"));
    print_head(print, &(PrintHead){.parent = fact(facts, "parent"),
                                   .issuer = fact(facts, "issuer"),
                                   .number = numbered,
                                   .place_and_date = json_is_true(json_object_get(facts, "dateless")) ? NULL : dated});
}

void letter_foot(Print *print, const json_t *facts, GPtrArray *receivers)
{
    g_autoptr(GPtrArray) titles = g_ptr_array_new();
    const json_t *signature = json_object_get(facts, "signature");
    for (size_t i = 0; i < json_array_size(signature); i++)
        g_ptr_array_add(titles, (gpointer)json_string_value(json_array_get(signature, i)));
    g_ptr_array_add(titles, NULL);
    g_ptr_array_add(receivers, NULL);
    gboolean two = *fact(facts, "left_title") != 0;
    print_sign(print, &(PrintSign){.receivers = receivers->len > 1 ? (const char *const *)receivers->pdata : NULL,
                                   .titles = (const char *const *)titles->pdata,
                                   .name = two ? fact(facts, "chair_name") : fact(facts, "signer"),
                                   .left_title = two ? fact(facts, "left_title") : NULL,
                                   .left_name = fact(facts, "secretary_name")});
    if (two && receivers->len > 1)
        print_receivers(print, (const char *const *)receivers->pdata);
}

GBytes *letter_print(Render *render, const char *body, const json_t *facts, const char *title, const char *made_at, GError **error)
{
    g_autofree char *filled = letter_filled(body, facts, error);
    if (!filled)
        return NULL;
    g_autoptr(Print) print = print_new(&(PrintPaper){.title = title, .author = fact(facts, "issuer"), .made_at = made_at});
    g_autoptr(GPtrArray) receivers = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) lines = g_strsplit(filled, "\n", -1);
    guint last = 0;
    for (guint i = 0; lines[i]; i++)
        if (*source_skipped(g_strchomp(lines[i])) && !g_str_has_prefix(source_skipped(lines[i]), "> "))
            last = i;
    letter_head(print, facts);
    for (guint i = 0; lines[i]; i++) {
        const char *line = source_skipped(lines[i]);
        if (g_str_has_prefix(line, "> ")) {
            g_ptr_array_add(receivers, letter_plain(line + 2, NULL, NULL));
        } else if (*line) {
            line_put(print, line, i == last);
        }
    }
    letter_foot(print, facts, receivers);
    return print_make(print, render, NULL, error);
}
