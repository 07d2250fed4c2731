/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pages of many files in one: text, links and bookmarks stay what they were,
 * what runs does not come along, numbers are laid over pages, a file at fault
 * leaves nothing behind, and the same calls give the same bytes.
 */
#include "base/error.h"
#include "paper/assembly.h"
#include "paper/print.h"
#include "render_files.h"
#include <glib.h>
#include <math.h>
#include <poppler.h>
#include <stdlib.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PopplerPage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PopplerDocument, g_object_unref)

static Render *render;
static char *folder, *program;

static Assembly *assembly_open(char **path)
{
    static guint number;
    g_autoptr(GError) error = NULL;
    *path = g_strdup_printf("%s/packs/%u.pdf", folder, ++number);
    Assembly *assembly = assembly_new(program, *path, &error);
    g_assert_no_error(error);
    return assembly;
}

static const AssemblyFacts facts = {
    .title = "Phiên họp", .made_at = "2026-11-22T07:30:00Z", .id = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"};

static PopplerDocument *assembly_close(Assembly *assembly, const char *path, char *sha256)
{
    g_autoptr(GError) error = NULL;
    guint64 bytes = 0;
    assembly_finish(assembly, &facts, &bytes, sha256, &error);
    g_assert_no_error(error);
    assembly_free(assembly);
    char *content = NULL;
    gsize count = 0;
    g_assert_true(g_file_get_contents(path, &content, &count, NULL));
    g_assert_cmpuint(count, ==, bytes);
    g_autofree char *real = text_sha256(content, count);
    g_assert_cmpstr(real, ==, sha256);
    g_autoptr(GBytes) whole = g_bytes_new_take(content, count);
    PopplerDocument *document = poppler_document_new_from_bytes(whole, NULL, &error);
    g_assert_no_error(error);
    return document;
}

static AssemblyPart *add(Assembly *assembly, PaperFile *file, const AssemblyPlan *plan)
{
    g_autoptr(GError) error = NULL;
    AssemblyPart *part = assembly_add(assembly, &file->source, plan, &error);
    g_assert_no_error(error);
    g_assert_nonnull(part);
    assembly_place(assembly, part);
    return part;
}

static char *text_of(PopplerDocument *document, guint number)
{
    g_autoptr(PopplerPage) page = poppler_document_get_page(document, (int)number - 1);
    return page ? poppler_page_get_text(page) : NULL;
}

static const AssemblyPlan as_they_come = {.shape = PACK_PAPER};

static void assembly__text_and_size_of_each_page_stay(void)
{
    static const char *const names[] = {"text.pdf", "rotated.pdf", "outline.pdf", "scan.pdf", "encrypted-open.pdf"};
    g_autofree char *path = NULL;
    char sha256[65];
    Assembly *assembly = assembly_open(&path);
    PaperFile *files[G_N_ELEMENTS(names)];
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        add(assembly, files[i] = paper_own(names[i]), &as_they_come);
    g_autoptr(PopplerDocument) made = assembly_close(assembly, path, sha256);
    guint at = 0;
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(PopplerDocument) original = poppler_document_new_from_bytes(files[i]->bytes, NULL, NULL);
        for (guint page = 1; page <= (guint)poppler_document_get_n_pages(original); page++) {
            g_autoptr(PopplerPage) before = poppler_document_get_page(original, (int)page - 1);
            g_autoptr(PopplerPage) after = poppler_document_get_page(made, (int)at++);
            g_autofree char *old = poppler_page_get_text(before), *new = poppler_page_get_text(after);
            double sides[4];
            poppler_page_get_size(before, &sides[0], &sides[1]);
            poppler_page_get_size(after, &sides[2], &sides[3]);
            g_assert_cmpstr(old, ==, new);
            g_assert_cmpfloat_with_epsilon(sides[0], sides[2], 0.01);
            g_assert_cmpfloat_with_epsilon(sides[1], sides[3], 0.01);
        }
        paper_close(files[i]);
    }
    g_assert_cmpuint(at, ==, (guint)poppler_document_get_n_pages(made));
}

static GBytes *sheet(const char *const *texts, float *widths)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Print) print = print_new(&(PrintPaper){.made_at = facts.made_at, .no_numbers = TRUE});
    for (guint i = 0; texts[i]; i++) {
        widths[i] = 60;
        print_sheet(print, 60, PACK_STAMP_HEIGHT);
        print_place(print, &(PrintStyle){.size = 9, .align = PRINT_RIGHT}, 0, 0, 60, texts[i]);
    }
    GBytes *made = print_make(print, render, NULL, &error);
    g_assert_no_error(error);
    return made;
}

static void assembly__numbers_stand_on_their_pages_also_on_turned_ones(void)
{
    PaperFile *file = paper_own("rotated.pdf");
    g_autoptr(PopplerDocument) original = poppler_document_new_from_bytes(file->bytes, NULL, NULL);
    guint count = (guint)poppler_document_get_n_pages(original);
    g_autofree char *path = NULL;
    g_auto(GStrv) texts = g_new0(char *, count + 1), labels = g_new0(char *, count + 1);
    g_autofree float *widths = g_new0(float, count);
    char sha256[65];
    for (guint i = 0; i < count; i++) {
        texts[i] = g_strdup_printf("Mục 2.1 · %u", 37 + i);
        labels[i] = g_strdup_printf("%u", 37 + i);
    }
    g_autoptr(GBytes) sheets = sheet((const char *const *)texts, widths);
    Assembly *assembly = assembly_open(&path);
    guint first = assembly_sheets(assembly, sheets, count, NULL);
    g_assert_cmpuint(first, >, 0);
    AssemblyPlan plan = {
        .shape = PACK_PAPER, .pages = count, .stamp = first, .stamp_widths = widths, .labels = (const char *const *)labels};
    assembly_name(assembly, PACK_AGENDA, add(assembly, file, &plan), 1);
    g_autoptr(PopplerDocument) made = assembly_close(assembly, path, sha256);
    for (guint i = 0; i < count; i++) {
        g_autoptr(PopplerPage) page = poppler_document_get_page(made, (int)i);
        g_autofree char *text = poppler_page_get_text(page), *label = poppler_page_get_label(page);
        double width = 0, height = 0;
        poppler_page_get_size(page, &width, &height);
        g_assert_nonnull(strstr(text, texts[i]));
        g_assert_cmpstr(label, ==, labels[i]);
        /* upright in the bottom right corner of the page as it is shown */
        GList *found = poppler_page_find_text(page, texts[i]);
        g_assert_nonnull(found);
        const PopplerRectangle *place = found->data;
        g_assert_cmpfloat(MIN(place->x1, place->x2), >, width * 0.6);
        g_assert_cmpfloat(MAX(place->y1, place->y2), <, height * 0.1);
        g_assert_cmpfloat(fabs(place->x2 - place->x1), >, fabs(place->y2 - place->y1));
        g_list_free_full(found, (GDestroyNotify)poppler_rectangle_free);
    }
    paper_close(file);
}

static void make_twice(gboolean with_faults, char *sha256)
{
    static const char *const names[] = {"outline.pdf", "damaged.pdf", "encrypted.pdf", "text.pdf"};
    static const ErrorKind faults[] = {0, ERROR_PDF_DAMAGED, ERROR_PDF_ENCRYPTED, 0};
    g_autofree char *path = NULL;
    Assembly *assembly = assembly_open(&path);
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        PaperFile *file = paper_own(names[i]);
        g_autoptr(GError) error = NULL;
        AssemblyPart *part = faults[i] && !with_faults ? NULL : assembly_add(assembly, &file->source, &as_they_come, &error);
        if (faults[i] && with_faults) {
            g_assert_null(part);
            g_assert_cmpint(error_kind(error), ==, faults[i]);
        } else if (!faults[i]) {
            g_assert_no_error(error);
            assembly_place(assembly, part);
            assembly_bookmark(assembly, 0, names[i], part, 1);
            assembly_bookmarks_of(assembly, 1, part);
        }
        paper_close(file);
    }
    g_autoptr(PopplerDocument) made = assembly_close(assembly, path, sha256);
    g_assert_cmpint(poppler_document_get_n_pages(made), >, 1);
}

static void assembly__same_calls_same_bytes_and_a_file_at_fault_leaves_nothing(void)
{
    char one[65], again[65], faulty[65];
    make_twice(FALSE, one);
    make_twice(FALSE, again);
    make_twice(TRUE, faulty);
    g_assert_cmpstr(one, ==, again);
    g_assert_cmpstr(one, ==, faulty);
}

static void assembly__bookmarks_of_a_paper_stand_below_it(void)
{
    g_autofree char *path = NULL;
    char sha256[65];
    Assembly *assembly = assembly_open(&path);
    PaperFile *text = paper_own("text.pdf"), *outline = paper_own("outline.pdf");
    AssemblyPart *first = add(assembly, text, &as_they_come), *second = add(assembly, outline, &as_they_come);
    assembly_bookmark(assembly, 0, "1. Khai mạc", first, 1);
    assembly_bookmark(assembly, 0, "2. Báo cáo", second, 1);
    assembly_bookmarks_of(assembly, 1, second);
    guint before = assembly_pages(first);
    g_autoptr(PopplerDocument) made = assembly_close(assembly, path, sha256);
    PopplerIndexIter *top = poppler_index_iter_new(made);
    g_assert_nonnull(top);
    g_assert_true(poppler_index_iter_next(top));
    PopplerAction *action = poppler_index_iter_get_action(top);
    g_assert_cmpstr(action->any.title, ==, "2. Báo cáo");
    g_assert_cmpint(action->goto_dest.dest->page_num, ==, (int)before + 1);
    poppler_action_free(action);
    PopplerIndexIter *below = poppler_index_iter_get_child(top);
    g_assert_nonnull(below);
    action = poppler_index_iter_get_action(below);
    g_assert_cmpint(action->goto_dest.dest->page_num, >, (int)before);
    poppler_action_free(action);
    poppler_index_iter_free(below);
    poppler_index_iter_free(top);
    paper_close(text);
    paper_close(outline);
}

/* Written by hand: a link to the next page, one by name, an address, one that runs, a script, and more q than Q. */
static const char small[] =
    "%PDF-1.4\n"
    "1 0 obj<</Type/Catalog/Pages 2 0 R/Names<</Dests<</Names[(far)[4 0 R/XYZ 0 100 "
    "0]]>>>>/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 300 "
    "400]/Resources<</Font<</A<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/Contents 5 0 R/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 50 50]/Dest[4 0 R/Fit]>>"
    "<</Type/Annot/Subtype/Link/Rect[0 50 50 99]/A<</S/GoTo/D(far)>>>>"
    "<</Type/Annot/Subtype/Link/Rect[0 100 50 150]/A<</S/URI/URI(https://chinhphu.vn)>>>>"
    "<</Type/Annot/Subtype/Link/Rect[0 150 50 200]/A<</S/Launch/F(evil.exe)>>>>"
    "<</Type/Annot/Subtype/Link/Rect[0 200 50 250]/A<</S/URI/URI(nghisu:agenda)>>>>]/AA<</O<</S/JavaScript/JS(app.alert(2))>>>>>>endobj\n"
    "4 0 obj<</Type/Page/Parent 2 0 R/Contents 5 0 R>>endobj\n"
    "5 0 obj<</Length 60>>stream\n"
    "q q 0.1 0 0 0.1 0 0 cm q BT /A 120 Tf 200 1000 Td (Abc) Tj ET \n"
    "endstream endobj\n"
    "trailer<</Root 1 0 R>>\n";

static void assembly__links_lead_where_they_led_and_nothing_runs(void)
{
    static const char *const texts[] = {"Mục 1 · 1", "Mục 1 · 2", NULL};
    g_autofree char *path = NULL;
    char sha256[65];
    float widths[2];
    Assembly *assembly = assembly_open(&path);
    g_autoptr(GBytes) sheets = sheet(texts, widths), bytes = g_bytes_new_static(small, sizeof small - 1);
    PaperFile *text = paper_own("text.pdf");
    AssemblyPart *front = add(assembly, text, &as_they_come);
    AssemblyPlan plan = {.shape = PACK_PAPER, .pages = 2, .stamp = assembly_sheets(assembly, sheets, 2, NULL), .stamp_widths = widths};
    AssemblyPart *part = assembly_add_bytes(assembly, bytes, &plan, NULL);
    g_assert_nonnull(part);
    assembly_place(assembly, part);
    assembly_name(assembly, PACK_AGENDA, front, 1);
    int before = (int)assembly_pages(front);
    g_autoptr(PopplerDocument) made = assembly_close(assembly, path, sha256);
    g_autoptr(PopplerPage) page = poppler_document_get_page(made, before);
    GList *links = poppler_page_get_link_mapping(page);
    guint to_page = 0, to_address = 0, back = 0;
    for (GList *at = links; at; at = at->next) {
        const PopplerAction *action = ((PopplerLinkMapping *)at->data)->action;
        g_assert_cmpint(action->type, !=, POPPLER_ACTION_LAUNCH);
        if (action->type == POPPLER_ACTION_URI) {
            g_assert_cmpstr(action->uri.uri, ==, "https://chinhphu.vn");
            to_address++;
        } else if (action->type == POPPLER_ACTION_GOTO_DEST && action->goto_dest.dest->type == POPPLER_DEST_NAMED) {
            g_assert_cmpstr(action->goto_dest.dest->named_dest, ==, PACK_AGENDA);
            back++;
        } else if (action->type == POPPLER_ACTION_GOTO_DEST) {
            g_assert_cmpint(action->goto_dest.dest->page_num, ==, before + 2);
            to_page++;
        }
    }
    poppler_page_free_link_mapping(links);
    g_assert_cmpuint(to_page, ==, 2);
    g_assert_cmpuint(to_address, ==, 1);
    g_assert_cmpuint(back, ==, 1); /* the number's own; a stranger's "nghisu:" leads nowhere */
    g_autofree char *whole = text_of(made, (guint)before + 1);
    g_assert_nonnull(strstr(whole, "Mục 1 · 1"));
    GList *found = poppler_page_find_text(page, "Mục 1"); /* what the page's own content left behind has not shrunk it */
    g_assert_nonnull(found);
    g_assert_cmpfloat(((PopplerRectangle *)found->data)->x1, >, 150);
    g_list_free_full(found, (GDestroyNotify)poppler_rectangle_free);
    gsize count = 0;
    g_autofree char *content = NULL;
    g_assert_true(g_file_get_contents(path, &content, &count, NULL));
    g_assert_null(memmem(content, count, "JavaScript", 10));
    paper_close(text);
}

/* For a person's eyes and other tools: NGHISU_ASSEMBLE=file:file… puts them together as NGHISU_ASSEMBLED. */
static void assembly__given_files(void)
{
    const char *given = g_getenv("NGHISU_ASSEMBLE"), *into = g_getenv("NGHISU_ASSEMBLED");
    if (!given || !into) {
        g_test_skip("no files given");
        return;
    }
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) names = g_strsplit(given, ":", -1);
    Assembly *assembly = assembly_new(program, into, &error);
    char sha256[65];
    guint64 bytes = 0;
    gint64 start = g_get_monotonic_time();
    for (guint i = 0; names[i]; i++) {
        g_autoptr(GError) problem = NULL;
        PaperFile *file = paper_open(names[i]);
        AssemblyPart *part = file ? assembly_add(assembly, &file->source, &as_they_come, &problem) : NULL;
        if (part) {
            assembly_place(assembly, part);
            assembly_bookmark(assembly, 0, names[i], part, 1);
            assembly_bookmarks_of(assembly, 1, part);
        } else {
            g_test_message("%s: %s", names[i], problem ? problem->message : "cannot be read");
        }
        paper_close(file);
    }
    g_assert_true(assembly_finish(assembly, &facts, &bytes, sha256, &error));
    g_test_message("%" G_GUINT64_FORMAT " bytes, %.2f s, a process at most %u MiB", bytes, (g_get_monotonic_time() - start) / 1e6,
                   assembly_peak_mebibytes(assembly));
    assembly_free(assembly);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL), *beside = g_path_get_dirname(self);
    g_autofree char *drawer = g_build_filename(beside, "nghisu-render", NULL);
    g_autoptr(GError) error = NULL;
    program = g_build_filename(beside, "nghisu-pack", NULL);
    folder = g_dir_make_tmp("assembly-XXXXXX", NULL);
    g_autofree char *cache = g_build_filename(folder, "cache", NULL);
    render = render_start(&(RenderOptions){.program = drawer, .cache_folder = cache, .cache_bytes = 1 << 26, .processes = 1}, &error);
    g_assert_no_error(error);
    g_test_add_func("/assembly/text_and_size_of_each_page_stay", assembly__text_and_size_of_each_page_stay);
    g_test_add_func("/assembly/numbers_stand_on_their_pages_also_on_turned_ones",
                    assembly__numbers_stand_on_their_pages_also_on_turned_ones);
    g_test_add_func("/assembly/same_calls_same_bytes_and_a_file_at_fault_leaves_nothing",
                    assembly__same_calls_same_bytes_and_a_file_at_fault_leaves_nothing);
    g_test_add_func("/assembly/bookmarks_of_a_paper_stand_below_it", assembly__bookmarks_of_a_paper_stand_below_it);
    g_test_add_func("/assembly/links_lead_where_they_led_and_nothing_runs", assembly__links_lead_where_they_led_and_nothing_runs);
    g_test_add_func("/assembly/given_files", assembly__given_files);
    int result = g_test_run();
    render_stop(render);
    g_autofree char *command = g_strdup_printf("rm -r '%s'", folder);
    g_assert_cmpint(system(command), ==, 0);
    return result;
}
