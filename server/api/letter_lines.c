/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Wordings as lines that people edit one by one (minutes), and such lines as a
 * paper. The words in them are users' words and never markup: how a line looks
 * is its kind.
 */
#include "api/letter.h"
#include "api/letter_parts.h"
#include <string.h>

#define INDENT PRINT_MM(10)
#define LINE_AFTER 6
#define LINE_HEIGHT 1.1

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

/* ---- a wording as lines */

static const struct {
    const char *mark, *kind;
} kinds[] = {{"= ", "title"}, {"- ", "point"}, {"+ ", "subpoint"}, {"> ", "receiver"}, {"##", "number"}, {"#", "number"}};

/* What stands between "[[" and "]]" at the beginning; *line goes on behind it. Caller frees. */
static char *source_taken(const char **line)
{
    const char *end = g_str_has_prefix(*line, "[[") ? strstr(*line, "]]") : NULL;
    if (!end)
        return g_strdup("");
    g_autofree char *source = g_strndup(*line + 2, (gsize)(end - *line) - 2);
    *line = end + 2;
    return letter_plain(source, NULL, NULL);
}

static json_t *line_json(const char *line)
{
    g_autofree char *source = source_taken(&line);
    const char *kind = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(kinds) && !kind; i++)
        if (g_str_has_prefix(line, kinds[i].mark)) {
            kind = kinds[i].kind;
            line += strlen(kinds[i].mark);
        }
    gboolean all_bold = FALSE, begins_bold = FALSE;
    g_autofree char *text = letter_plain(line, &begins_bold, &all_bold);
    if (!kind)
        kind = all_bold ? "heading" : begins_bold && strchr(text, ':') ? "fact" : "paragraph";
    return json_pack("{s:s, s:s, s:s}", "source", source, "kind", kind, "text", g_strstrip(text));
}

json_t *letter_lines(const char *body, const json_t *facts, GError **error)
{
    g_autofree char *filled = letter_filled(body, facts, error);
    if (!filled)
        return NULL;
    json_t *lines = json_array();
    g_auto(GStrv) each = g_strsplit(filled, "\n", -1);
    for (guint i = 0; each[i]; i++)
        if (*g_strchomp(each[i]) && strcmp(each[i], "---") != 0)
            json_array_append_new(lines, line_json(each[i]));
    return lines;
}

/* ---- lines as a paper */

/* "Label: words", the label bold. */
static void fact_put(Print *print, const PrintStyle *style, const char *text)
{
    const char *colon = strchr(text, ':');
    g_autofree char *label = g_strndup(text, colon ? (gsize)(colon - text) + 1 : 0);
    const PrintRun runs[] = {{.text = label, .bold = TRUE}, {.text = text + strlen(label)}};
    guint from = *label ? 0 : 1, count = *runs[1].text ? 2 : 1;
    print_runs(print, style, runs + from, count - from);
}

static void number_put(Print *print, const char *text, gboolean last)
{
    gsize length = strcspn(text, " ");
    g_autofree char *mark = g_strndup(text, length + (text[length] == ' '));
    print_bullet(print, &(PrintStyle){.indent = INDENT, .after = 4, .line = LINE_HEIGHT, .keep_with_next = last}, mark,
                 &(PrintRun){.text = text + strlen(mark)}, 1);
}

static void line_put(Print *print, const char *kind, const char *text, gboolean last)
{
    const PrintStyle body = {.first_line = INDENT, .after = LINE_AFTER, .line = LINE_HEIGHT, .keep_with_next = last};
    if (strcmp(kind, "title") == 0)
        print_text(print, &(PrintStyle){.align = PRINT_CENTRE, .bold = TRUE, .after = 2, .keep_with_next = TRUE}, text);
    else if (strcmp(kind, "heading") == 0)
        print_text(print,
                   &(PrintStyle){
                       .bold = TRUE, .first_line = INDENT, .before = 4, .after = LINE_AFTER, .line = LINE_HEIGHT, .keep_with_next = TRUE},
                   text);
    else if (strcmp(kind, "fact") == 0)
        fact_put(print, &body, text);
    else if (strcmp(kind, "point") == 0)
        print_bullet(print, &(PrintStyle){.indent = INDENT, .after = 4, .line = LINE_HEIGHT, .keep_with_next = last}, "- ",
                     &(PrintRun){.text = text}, 1);
    else if (strcmp(kind, "subpoint") == 0)
        print_bullet(print, &(PrintStyle){.indent = INDENT * 2, .after = 3, .line = LINE_HEIGHT, .keep_with_next = last}, "+ ",
                     &(PrintRun){.text = text}, 1);
    else if (strcmp(kind, "number") == 0)
        number_put(print, text, last);
    else
        print_text(print, &body, text);
}

Print *letter_lay(const json_t *lines, const json_t *facts, const char *title, const char *made_at)
{
    Print *print = print_new(&(PrintPaper){.title = title, .author = text_of(facts, "issuer"), .made_at = made_at});
    g_autoptr(GPtrArray) receivers = g_ptr_array_new_with_free_func(g_free);
    size_t index = 0, last = 0;
    const json_t *line = NULL;
    json_array_foreach(lines, index, line)
    {
        if (strcmp(text_of(line, "kind"), "receiver") != 0)
            last = index;
    }
    letter_head(print, facts);
    gboolean titled = FALSE, ruled = FALSE;
    json_array_foreach(lines, index, line)
    {
        const char *kind = text_of(line, "kind"), *text = text_of(line, "text");
        if (strcmp(kind, "receiver") == 0) {
            g_ptr_array_add(receivers, g_strdup(text));
            continue;
        }
        gboolean title_line = strcmp(kind, "title") == 0;
        if (titled && !title_line && !ruled) {
            print_rule(print, 0.22, 3, 14);
            ruled = TRUE;
        }
        titled |= title_line;
        line_put(print, kind, text, index == last);
    }
    letter_foot(print, facts, receivers);
    return print;
}
