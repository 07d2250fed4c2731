/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The comparison of two versions as a reply: changes, the text in one flow, and
 * pages side by side. It finds no differences itself (match.c, change.c) and
 * asks nobody who may see them.
 */
#include "paper/compare.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "paper/cache.h"
#include "paper/change.h"
#include "paper/pair.h"
#include <math.h>
#include <string.h>
#include <unistd.h>

enum {
    PRECISION = 7, /* digits: a tenth of a point of any page */
    KEPT_BYTES = 256 << 20
};
#define KEPT_NAME "compare.json"
#define KEPT_FORM "compare 1" /* changes with what a comparison is made of */

/* A version while it is written about. */
typedef struct Version {
    const PaperTokens *tokens;
    const Paragraphs *paragraphs;
} Version;

static json_t *points(float value)
{
    return json_real(round((double)value * 10) / 10);
}

static void append_quad(json_t *quads, float left, float top, float right, float bottom)
{
    json_array_append_new(quads, json_pack("{s:o, s:o, s:o, s:o}", "x", points(left), "y", points(top), "w", points(right - left), "h",
                                           points(bottom - top)));
}

/* Boxes of a stretch, one a line, page by page. */
static json_t *places_of(const Version *version, guint first, guint end)
{
    json_t *places = json_array(), *quads = NULL;
    const PaperWord *before = NULL;
    float left = 0, top = 0, right = 0, bottom = 0;
    for (guint i = first; i < end; i++) {
        const PaperToken *token = token_at(version->tokens->flow, i);
        for (guint w = token->word; w < token->word + token->words; w++) {
            const PaperWord *word = word_at(version->tokens->words, w);
            if (!token_holds(version->tokens->words, token, w))
                continue;
            if (before && before->page == word->page && before->line == word->line) {
                left = MIN(left, word->x);
                top = MIN(top, word->y);
                right = MAX(right, word->x + word->w);
                bottom = MAX(bottom, word->y + word->h);
                before = word;
                continue;
            }
            if (before)
                append_quad(quads, left, top, right, bottom);
            if (!before || before->page != word->page) {
                quads = json_array();
                json_array_append_new(places, json_pack("{s:I, s:o}", "page", (json_int_t)word->page, "quads", quads));
            }
            left = word->x;
            top = word->y;
            right = word->x + word->w;
            bottom = word->y + word->h;
            before = word;
        }
    }
    if (before)
        append_quad(quads, left, top, right, bottom);
    return places;
}

static json_t *side_json(const Version *version, guint first, guint end)
{
    if (first == end)
        return json_null();
    g_autofree char *text = paragraph_text(version->paragraphs, version->tokens, first, end);
    return json_pack("{s:s, s:o}", "text", text, "places", places_of(version, first, end));
}

static json_t *change_json(const Change *change, guint number, const Version *old, const Version *new)
{
    static const char *const kinds[] = {"added", "removed", "replaced", "moved"};
    gboolean gone = change->new_first == change->new_end;
    const Version *version = gone ? old : new;
    g_autofree char *heading = paragraph_heading(version->paragraphs, version->tokens, gone ? change->old_first : change->new_first);
    return json_pack("{s:I, s:s, s:s?, s:o, s:o}", "number", (json_int_t)number, "kind", kinds[change->kind], "heading", heading, "old",
                     side_json(old, change->old_first, change->old_end), "new", side_json(new, change->new_first, change->new_end));
}

static void append_part(json_t *flow, const char *kind, const Version *version, guint first, guint end, guint number)
{
    if (first >= end)
        return;
    g_autofree char *text = paragraph_text(version->paragraphs, version->tokens, first, end);
    json_array_append_new(flow, json_pack("{s:s, s:s, s:o, s:b}", "kind", kind, "text", text, "change",
                                          number ? json_integer(number) : json_null(), "paragraph",
                                          version->paragraphs->starts[first] >= START_DOUBT));
}

/* A paragraph each, so that a page can lay them out one by one. */
static void append_same(json_t *flow, const Version *new, guint first, guint end)
{
    for (guint i = first, start = first; i < end; i++)
        if (i + 1 == end || new->paragraphs->starts[i + 1] >= START_DOUBT) {
            append_part(flow, "same", new, start, i + 1, 0);
            start = i + 1;
        }
}

/* What moved away is told where it stood: before the words that are now in its place. */
static int by_old(gconstpointer a, gconstpointer b)
{
    const Change *one = *(Change *const *)a, *other = *(Change *const *)b;
    return one->old_first < other->old_first ? -1 : one->old_first > other->old_first;
}

static guint place_in_new(const PaperMatch *match, guint old_first)
{
    for (guint i = old_first; i < match->from->flow->len; i++)
        if (match->to_of[i] >= 0)
            return (guint)match->to_of[i];
    return match->to->flow->len;
}

static json_t *flow_json(const PaperMatch *match, const GArray *changes, const Version *old, const Version *new)
{
    json_t *flow = json_array();
    g_autoptr(GPtrArray) away = g_ptr_array_new();
    for (guint i = 0; i < changes->len; i++)
        if (g_array_index(changes, Change, i).kind == CHANGE_MOVED)
            g_ptr_array_add(away, &g_array_index(changes, Change, i));
    g_ptr_array_sort(away, by_old);
    guint at = 0, next = 0, gone = 0;
    while (next < changes->len || gone < away->len || at < match->to->flow->len) {
        const Change *change = next < changes->len ? &g_array_index(changes, Change, next) : NULL;
        const Change *moved = gone < away->len ? away->pdata[gone] : NULL;
        guint here = change ? change->new_first : match->to->flow->len, there = moved ? place_in_new(match, moved->old_first) : G_MAXUINT;
        if (moved && MAX(there, at) <= here) {
            append_same(flow, new, at, there);
            at = MAX(at, there);
            append_part(flow, "removed", old, moved->old_first, moved->old_end, (guint)(moved - &g_array_index(changes, Change, 0)) + 1);
            gone++;
            continue;
        }
        append_same(flow, new, at, here);
        at = MAX(at, here);
        if (!change)
            continue;
        next++;
        if (change->kind != CHANGE_MOVED)
            append_part(flow, "removed", old, change->old_first, change->old_end, next);
        append_part(flow, "added", new, change->new_first, change->new_end, next);
        at = MAX(at, change->new_end);
    }
    return flow;
}

json_t *compare_words(const PaperWords *from, const PaperWords *to, guint from_number, guint to_number, PageLook look, gpointer data,
                      GError **error)
{
    g_autoptr(PaperMatch) match = paper_match(from, to);
    g_autoptr(Paragraphs) old_paragraphs = paragraphs_of(match->from, match->vocabulary);
    g_autoptr(Paragraphs) new_paragraphs = paragraphs_of(match->to, match->vocabulary);
    g_autoptr(GArray) changes = changes_of(match, old_paragraphs, new_paragraphs);
    Version old = {match->from, old_paragraphs}, new = {match->to, new_paragraphs};
    json_t *pages = pairs_of(match, changes, look, data, error);
    if (!pages)
        return NULL;
    json_t *list = json_array();
    for (guint i = 0; i < changes->len; i++)
        json_array_append_new(list, change_json(&g_array_index(changes, Change, i), i + 1, &old, &new));
    return json_pack("{s:I, s:I, s:o, s:o, s:o}", "from", (json_int_t)from_number, "to", (json_int_t)to_number, "changes", list, "flow",
                     flow_json(match, changes, &old, &new), "pages", pages);
}

static GBytes *kept(Cache *cache, const char *key)
{
    guint64 bytes = 0;
    int fd = cache_get(cache, key, KEPT_NAME, &bytes);
    if (fd < 0)
        return NULL;
    g_autofree char *text = bytes > 0 && bytes <= KEPT_BYTES ? g_malloc(bytes) : NULL;
    guint64 done = 0;
    for (gssize got = 1; text && done < bytes && got > 0; done += (guint64)MAX(got, 0))
        got = pread(fd, text + done, bytes - done, (off_t)done);
    close(fd);
    if (text && done == bytes && text[bytes - 1] == '}')
        return g_bytes_new_take(g_steal_pointer(&text), bytes);
    cache_drop(cache, key, KEPT_NAME);
    return NULL;
}

/* One version's words, read beside the other's. */
typedef struct Reading {
    Render *render;
    const RenderSource *source;
    PaperWords *words;
    GError *error;
} Reading;

static gpointer read_words(gpointer data)
{
    Reading *reading = data;
    reading->words = paper_words(reading->render, reading->source, &reading->error);
    return NULL;
}

static json_t *read_and_compare(LookFiles *files, guint from_number, guint to_number, GError **error)
{
    Reading old = {files->render, files->from, NULL, NULL}, new = {files->render, files->to, NULL, NULL};
    g_autoptr(GThread) thread = g_thread_new("compare", read_words, &old);
    read_words(&new);
    g_thread_join(g_steal_pointer(&thread));
    g_autoptr(PaperWords) from = old.words, to = new.words;
    if (!from || !to) {
        g_propagate_error(error, from ? new.error : old.error);
        if (!from && !to)
            g_clear_error(&new.error);
        return NULL;
    }
    *files = look_files(files->render, files->from, files->to); /* the time to look begins when all is read */
    return compare_words(from, to, from_number, to_number, look_at, files, error);
}

GBytes *compare_versions(Render *render, const RenderSource *from, const RenderSource *to, guint from_number, guint to_number,
                         GError **error)
{
    g_autofree char *name = g_strdup_printf("%s %s %u %s %u", KEPT_FORM, from->sha256, from_number, to->sha256, to_number);
    g_autofree char *key = text_sha256(name, strlen(name));
    Cache *cache = render_cache(render);
    GBytes *known = kept(cache, key);
    if (known)
        return known;
    LookFiles files = look_files(render, from, to);
    g_autoptr(json_t) comparison = read_and_compare(&files, from_number, to_number, error);
    if (!comparison)
        return NULL;
    char *text = json_dumps(comparison, JSON_COMPACT | JSON_REAL_PRECISION(PRECISION));
    gsize bytes = strlen(text);
    cache_put(cache, key, KEPT_NAME, text, bytes);
    return g_bytes_new_with_free_func(text, bytes, free, text);
}
