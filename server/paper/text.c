/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A page's text layer without its places. It judges no word.
 */
#include "paper/text.h"
#include "base/error.h"
#include "base/json.h"
#include <string.h>

static gboolean is_the_pages_own(const GError *error)
{
    ErrorKind kind = error_kind(error);
    return kind == ERROR_PAGE_CRASHED || kind == ERROR_PAGE_TOO_COSTLY || kind == ERROR_PDF_DAMAGED || kind == ERROR_NOT_FOUND;
}

static void add_words(GString *text, const json_t *line)
{
    gsize w = 0;
    const json_t *word = NULL;
    json_array_foreach(json_object_get(line, "words"), w, word)
    {
        const char *letters = json_string_value(json_object_get(word, "t"));
        if (!letters || !letters[0] || text->len + strlen(letters) >= PAPER_TEXT_LIMIT)
            continue;
        if (text->len > 0)
            g_string_append_c(text, ' ');
        g_string_append(text, letters);
    }
}

char *paper_text(Render *render, const RenderSource *source, guint page, gboolean *own, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(GBytes) layer = render_text_once(render, source, page, &why);
    *own = !layer && is_the_pages_own(why);
    if (!layer)
        return g_propagate_error(error, g_steal_pointer(&why)), NULL;
    gsize count = 0, l = 0;
    const char *bytes = g_bytes_get_data(layer, &count);
    g_autoptr(json_t) root = json_parse(bytes, count, error);
    if (!root)
        return NULL;
    g_autoptr(GString) text = g_string_new(NULL);
    const json_t *line = NULL;
    json_array_foreach(json_object_get(root, "lines"), l, line)
    {
        add_words(text, line);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}
