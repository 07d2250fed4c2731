/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words of a file, gathered page by page from the text layer. It judges no
 * word.
 */
#include "paper/words.h"
#include "base/error.h"
#include "base/json.h"
#include "paper/order.h"

enum {
    /* A cold file of thousands of pages: what was read by then is kept by the renderer's cache, so that the next try goes on from there. */
    READING_SECONDS = 20,
    AGAIN_SECONDS = 2,
    WORDS_LIMIT = 3000000
};

static float number_of(const json_t *word, const char *name)
{
    return (float)json_number_value(json_object_get(word, name));
}

static gboolean add_page(PaperWords *words, guint page, GBytes *text, GError **error)
{
    gsize count = 0;
    const char *bytes = g_bytes_get_data(text, &count);
    g_autoptr(json_t) root = json_parse(bytes, count, error);
    if (!root)
        return FALSE;
    gsize l = 0, w = 0;
    const json_t *line = NULL, *item = NULL;
    json_array_foreach(json_object_get(root, "lines"), l, line)
    {
        json_array_foreach(json_object_get(line, "words"), w, item)
        {
            const char *letters = json_string_value(json_object_get(item, "t"));
            if (!letters || !letters[0])
                continue;
            PaperWord word = {.text = g_string_chunk_insert_const(words->texts, letters),
                              .page = page,
                              .line = (guint)l,
                              .x = number_of(item, "x"),
                              .y = number_of(item, "y"),
                              .w = number_of(item, "w"),
                              .h = number_of(item, "h")};
            g_array_append_val(words->words, word);
        }
    }
    return TRUE;
}

/* Of this page alone, and the same at the next try. */
static gboolean is_the_pages_own(const GError *error)
{
    ErrorKind kind = error_kind(error);
    return kind == ERROR_PAGE_CRASHED || kind == ERROR_PAGE_TOO_COSTLY || kind == ERROR_PDF_DAMAGED || kind == ERROR_NOT_FOUND;
}

static gboolean refuse_for_now(GError **error)
{
    g_autoptr(GError) later = NULL;
    error_set(&later, ERROR_BUSY, NULL, "the words of this file are still being read");
    error_set_retry_after(later, AGAIN_SECONDS);
    g_propagate_error(error, g_steal_pointer(&later));
    return FALSE;
}

PaperWords *paper_words(Render *render, const RenderSource *source, GError **error)
{
    g_autoptr(RenderFacts) facts = render_facts(render, source, error);
    if (!facts)
        return NULL;
    g_autoptr(PaperWords) words = g_new0(PaperWords, 1);
    words->words = g_array_new(FALSE, FALSE, sizeof(PaperWord));
    words->first = g_array_sized_new(FALSE, FALSE, sizeof(guint), facts->page_count + 1);
    words->texts = g_string_chunk_new(1 << 16);
    words->pages = facts->page_count;
    gint64 end = g_get_monotonic_time() + READING_SECONDS * G_TIME_SPAN_SECOND;
    for (guint page = 1; page <= words->pages; page++) {
        g_array_append_val(words->first, words->words->len);
        if (g_get_monotonic_time() > end)
            return refuse_for_now(error), NULL;
        g_autoptr(GError) why = NULL;
        g_autoptr(GBytes) text = render_text(render, source, page, &why);
        if (!text && !is_the_pages_own(why))
            return g_propagate_error(error, g_steal_pointer(&why)), NULL;
        if (!text)
            words->unread++;
        else if (!add_page(words, page, text, error))
            return NULL;
        paper_order(words->words, g_array_index(words->first, guint, page - 1));
        if (words->words->len > WORDS_LIMIT)
            return error_set(error, ERROR_PAGE_TOO_COSTLY, NULL, "more than %d words", WORDS_LIMIT), NULL;
    }
    g_array_append_val(words->first, words->words->len);
    return g_steal_pointer(&words);
}

void paper_words_free(PaperWords *words)
{
    if (!words)
        return;
    g_array_unref(words->words);
    g_array_unref(words->first);
    g_string_chunk_free(words->texts);
    g_free(words);
}
