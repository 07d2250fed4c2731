/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One meeting pack out of its written contents: the numbers, the papers one
 * after the other, then our own pages, which tell what became of each. A paper
 * that cannot be taken gets a page saying so. Whose pack it is, it does not know.
 */
#include "api/meeting_pack_parts.h"
#include "api/media.h"
#include "api/source.h"
#include "base/config.h"
#include "base/error.h"
#include "base/log.h"
#include <string.h>

char *meeting_pack_path(const Config *config, const char *hash)
{
    g_autofree char *name = g_strconcat(hash, ".pdf", NULL);
    return g_build_filename(config->data, "cache", "packs", name, NULL);
}

static void paper_clear(gpointer data)
{
    g_strfreev(((PackPaper *)data)->labels);
}

static void papers_read(PackBuild *build)
{
    size_t i = 0, k = 0, n = 0;
    const json_t *item = NULL, *paper = NULL, *label = NULL;
    build->papers = g_array_new(FALSE, TRUE, sizeof(PackPaper));
    g_array_set_clear_func(build->papers, paper_clear);
    build->widths = g_array_new(FALSE, FALSE, sizeof(float));
    json_array_foreach(json_object_get(build->contents, "items"), i, item)
    {
        json_array_foreach(json_object_get(item, "papers"), k, paper)
        {
            const json_t *labels = json_object_get(paper, "labels");
            PackPaper one = {.item = item, .paper = paper, .place = build->papers->len + 1, .count = (guint)json_array_size(labels)};
            one.labels = g_new0(char *, one.count + 1);
            json_array_foreach(labels, n, label)
            {
                float width = meeting_pack_stamp_width(item, json_string_value(label));
                one.labels[n] = g_strdup(json_string_value(label));
                g_array_append_val(build->widths, width);
            }
            if (json_is_true(json_object_get(paper, "secret")))
                one.problem = PACK_SECRET;
            else if (!media_is_pdf(pack_text(paper, "media")))
                one.problem = PACK_NO_PAGES;
            g_array_append_val(build->papers, one);
        }
    }
    guint before = 0;
    for (guint at = 0; at < build->papers->len; at++) {
        PackPaper *one = &g_array_index(build->papers, PackPaper, at);
        one->widths = &g_array_index(build->widths, float, before);
        before += one->count;
    }
}

/* A print has only so many sheets; the forms of one paper must have numbers one after the other, so that a paper is never cut in two. */
static gboolean stamps_make(PackBuild *build, GError **error)
{
    for (guint first = 0, from = 0; first < build->papers->len;) {
        guint count = 0, last = first;
        while (last < build->papers->len) {
            guint more = g_array_index(build->papers, PackPaper, last).count;
            if (count > 0 && count + more > PACK_STAMPS_AT_ONCE)
                break;
            count += more;
            last++;
        }
        g_autoptr(GBytes) sheets = count ? meeting_pack_stamps(build, from, count, error) : NULL;
        guint form = sheets ? assembly_sheets(build->assembly, sheets, count, error) : 0;
        if (!form)
            return FALSE;
        for (; first < last; first++) {
            PackPaper *paper = &g_array_index(build->papers, PackPaper, first);
            paper->stamp = form;
            form += paper->count;
        }
        from += count;
    }
    return TRUE;
}

static void page_done(gpointer data)
{
    ((PackBuild *)data)->pages_done++;
}

static gboolean is_cancelled(gpointer data)
{
    PackBuild *build = data;
    return !build->go_on(build->data);
}

static AssemblyPlan plan_of(PackBuild *build, const PackPaper *paper, guint pages)
{
    return (AssemblyPlan){.shape = PACK_PAPER,
                          .pages = pages,
                          .stamp = paper->stamp,
                          .stamp_widths = paper->widths,
                          .labels = (const char *const *)paper->labels,
                          .page_done = page_done,
                          .is_cancelled = is_cancelled,
                          .data = build};
}

static PackProblem problem_of(const GError *problem)
{
    switch (error_kind(problem)) {
    case ERROR_PDF_ENCRYPTED:
        return PACK_ENCRYPTED;
    case ERROR_PAGE_TOO_COSTLY:
        return PACK_COSTLY;
    default:
        return PACK_DAMAGED;
    }
}

static gboolean paper_take(PackBuild *build, PackPaper *paper, GError **error)
{
    GError *problem = NULL;
    StoredFile file = {.house = build->house,
                       .document_id = pack_text(paper->paper, "document_id"),
                       .oid = pack_text(paper->paper, "oid"),
                       .sha256 = pack_text(paper->paper, "sha256"),
                       .bytes = (guint64)json_integer_value(json_object_get(paper->paper, "bytes"))};
    RenderSource source = source_of_file(&file);
    AssemblyPlan plan = plan_of(build, paper, paper->count);
    guint before = build->pages_done;
    paper->part = assembly_add(build->assembly, &source, &plan, &problem);
    if (paper->part)
        return TRUE;
    build->pages_done = before + paper->count;
    if (!source_is_unreadable(problem)) {
        g_propagate_error(error, problem);
        return FALSE;
    }
    log_info("paper_not_in_pack", log_field("document", "%s", file.document_id), log_field("problem", "%s", problem->message));
    paper->problem = problem_of(problem);
    g_error_free(problem);
    return TRUE;
}

static gboolean notice_take(PackBuild *build, PackPaper *paper, GError **error)
{
    g_autoptr(GBytes) pdf = meeting_pack_notice(build, paper, error);
    AssemblyPlan plan = plan_of(build, paper, 1);
    plan.page_done = NULL;
    paper->part = pdf ? assembly_add_bytes(build->assembly, pdf, &plan, error) : NULL;
    return paper->part != NULL;
}

static gboolean papers_take(PackBuild *build, GError **error)
{
    for (guint i = 0; i < build->papers->len; i++) {
        PackPaper *paper = &g_array_index(build->papers, PackPaper, i);
        if (is_cancelled(build))
            return error_set(error, ERROR_STOPPING, NULL, "the server stops");
        if (!paper->problem && !paper_take(build, paper, error))
            return FALSE;
        if (paper->problem && !notice_take(build, paper, error))
            return FALSE;
    }
    return TRUE;
}

/* ---- the order of reading */

static void item_place(PackBuild *build, const json_t *item, guint *at, const AssemblyPart *front)
{
    guint depth = json_integer_value(json_object_get(item, "level")) ? 1 : 0;
    g_autofree char *title = g_strdup_printf("%s. %s", pack_text(item, "number"), pack_text(item, "title"));
    const PackPaper *first = *at < build->papers->len ? &g_array_index(build->papers, PackPaper, *at) : NULL;
    gboolean filled = first && first->item == item;
    assembly_bookmark(build->assembly, depth, title, filled ? first->part : front, filled ? 1 : 2);
    for (; *at < build->papers->len && g_array_index(build->papers, PackPaper, *at).item == item; (*at)++) {
        PackPaper *paper = &g_array_index(build->papers, PackPaper, *at);
        g_autofree char *name = g_strdup_printf("paper-%u", paper->place);
        const char *subject = pack_text(paper->paper, "subject");
        assembly_place(build->assembly, paper->part);
        assembly_name(build->assembly, name, paper->part, 1);
        assembly_bookmark(build->assembly, depth + 1, *subject ? subject : "Tài liệu mật", paper->part, 1);
        if (!paper->problem)
            assembly_bookmarks_of(build->assembly, depth + 2, paper->part);
    }
}

/* "13–14, 20a": those that the contents name, and of papers that did not come all but the notice's. */
static char *unused_words(const PackBuild *build)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    size_t index = 0;
    const json_t *label = NULL;
    json_array_foreach(json_object_get(build->contents, "unused"), index, label)
    {
        g_ptr_array_add(all, (gpointer)json_string_value(label));
    }
    for (guint i = 0; i < build->papers->len; i++) {
        const PackPaper *paper = &g_array_index(build->papers, PackPaper, i);
        for (guint k = 1; paper->problem && k < paper->count; k++)
            g_ptr_array_add(all, paper->labels[k]);
    }
    GString *words = g_string_new(NULL);
    for (guint i = 0; i < all->len;) {
        const char *first = g_ptr_array_index(all, i), *last = first;
        guint run = 1;
        while (i + run < all->len && strspn(first, "0123456789") == strlen(first)) {
            g_autofree char *next = g_strdup_printf("%" G_GUINT64_FORMAT, g_ascii_strtoull(first, NULL, 10) + run);
            if (strcmp(next, g_ptr_array_index(all, i + run)) != 0)
                break;
            last = g_ptr_array_index(all, i + run++);
        }
        g_string_append_printf(words, "%s%s", words->len ? ", " : "", first);
        if (run > 1)
            g_string_append_printf(words, "–%s", last);
        i += run;
    }
    return g_string_free(words, FALSE);
}

static AssemblyPart *own_take(PackBuild *build, GBytes *pdf, const char *const *labels, GError **error)
{
    AssemblyPlan plan = {.shape = PACK_FRONT, .labels = labels, .is_cancelled = is_cancelled, .data = build};
    return assembly_add_bytes(build->assembly, pdf, &plan, error);
}

static gboolean order_write(PackBuild *build, GError **error)
{
    size_t index = 0;
    const json_t *item = NULL;
    guint at = 0;
    static const char *const last[] = {"cuối", NULL};
    g_autoptr(GBytes) front_pdf = meeting_pack_front(build, error);
    AssemblyPart *front = front_pdf ? own_take(build, front_pdf, NULL, error) : NULL;
    if (!front)
        return FALSE;
    assembly_place(build->assembly, front);
    assembly_name(build->assembly, PACK_AGENDA, front, 2);
    assembly_bookmarks_of(build->assembly, 0, front);
    json_array_foreach(json_object_get(build->contents, "items"), index, item)
    {
        item_place(build, item, &at, front);
    }
    g_autofree char *unused = unused_words(build);
    g_autoptr(GBytes) tail_pdf = *unused ? meeting_pack_tail(build, unused, error) : NULL;
    AssemblyPart *tail = tail_pdf ? own_take(build, tail_pdf, last, error) : NULL;
    if (tail)
        assembly_place(build->assembly, tail);
    return tail || !*unused;
}

gboolean meeting_pack_build(PackBuild *build, guint64 *bytes, char *sha256, GError **error)
{
    g_autofree char *program = g_build_filename(build->house->config->workers, "nghisu-pack", NULL);
    g_autofree char *path = meeting_pack_path(build->house->config, build->hash);
    g_autofree char *title = g_strconcat("Bộ tài liệu họp – ", pack_text(build->contents, "title"), NULL);
    const AssemblyFacts facts = {.title = title, .made_at = pack_text(build->contents, "published_at"), .id = build->hash};
    papers_read(build);
    build->assembly = assembly_new(program, path, error);
    gboolean built = build->assembly && stamps_make(build, error) && papers_take(build, error) && order_write(build, error) &&
                     assembly_finish(build->assembly, &facts, bytes, sha256, error);
    if (built)
        log_info("pack_built", log_field("pack", "%.12s", build->hash), log_field("bytes", "%" G_GUINT64_FORMAT, *bytes),
                 log_field("process_mebibytes", "%u", assembly_peak_mebibytes(build->assembly)));
    g_clear_pointer(&build->assembly, assembly_free);
    g_array_unref(build->papers);
    g_array_unref(build->widths);
    return built;
}
