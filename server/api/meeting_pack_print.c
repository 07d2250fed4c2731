/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pages of a meeting pack that are our own words: cover, agenda, a page in
 * place of a paper that is not in it, the numbers, and which numbers no page
 * bears. Vietnamese, whoever reads it. It decides nothing of what is said.
 */
#include "api/meeting_pack_parts.h"
#include "base/config.h"
#include "paper/print.h"
#include <string.h>

#define TITLE "BỘ TÀI LIỆU HỌP"
#define STAMP_SIZE 9.0
#define STAMP_LETTER 4.6 /* a letter's mean width at that size */

const char *pack_text(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static Print *print_begin(const PackBuild *build, PrintLabels labels, gboolean numbered)
{
    return print_new(&(PrintPaper){.title = pack_text(build->contents, "title"),
                                   .author = pack_text(build->contents, "host"),
                                   .made_at = pack_text(build->contents, "published_at"),
                                   .labels = labels,
                                   .no_numbers = !numbered});
}

static gboolean has_text(const json_t *object, const char *key)
{
    return *pack_text(object, key) != '\0';
}

/* ---- numbers */

static char *stamp_text(const json_t *item, const char *label)
{
    return g_strdup_printf("Mục %s · %s", pack_text(item, "number"), label);
}

float meeting_pack_stamp_width(const json_t *item, const char *label)
{
    g_autofree char *text = stamp_text(item, label);
    return (float)(g_utf8_strlen(text, -1) * STAMP_LETTER + 6);
}

GBytes *meeting_pack_stamps(PackBuild *build, guint from, guint count, GError **error)
{
    g_autoptr(Print) print = print_begin(build, PRINT_LABELS_NONE, FALSE);
    const PrintStyle style = {.size = STAMP_SIZE, .align = PRINT_CENTRE};
    guint at = 0;
    for (guint i = 0; i < build->papers->len; i++) {
        const PackPaper *paper = &g_array_index(build->papers, PackPaper, i);
        for (guint k = 0; k < paper->count; k++, at++) {
            if (at < from || at >= from + count)
                continue;
            g_autofree char *text = stamp_text(paper->item, paper->labels[k]);
            double width = (double)paper->widths[k];
            print_sheet(print, width, (double)PACK_STAMP_HEIGHT);
            print_place(print, &style, 0, 1, width, text);
        }
    }
    return print_make(print, build->house->render, NULL, error);
}

/* ---- words */

static const char *problem_words(PackProblem problem)
{
    switch (problem) {
    case PACK_SECRET:
        return "Tài liệu mật, không đưa vào bộ tài liệu.";
    case PACK_ENCRYPTED:
        return "Không ghép được vào bộ tài liệu: tệp có mật khẩu.";
    case PACK_DAMAGED:
        return "Không ghép được vào bộ tài liệu: tệp bị hỏng.";
    case PACK_COSTLY:
        return "Không ghép được vào bộ tài liệu: tệp quá phức tạp.";
    case PACK_NO_PAGES:
        return "Không ghép được vào bộ tài liệu: tệp không phải là PDF.";
    default:
        return NULL;
    }
}

/* "37–40", or "37" */
static char *pages_words(const PackPaper *paper)
{
    guint last = paper->part && !paper->problem ? assembly_pages(paper->part) : 1;
    const char *first_label = paper->labels[0], *last_label = paper->labels[MIN(last, paper->count) - 1];
    return strcmp(first_label, last_label) == 0 ? g_strdup(first_label) : g_strdup_printf("%s–%s", first_label, last_label);
}

/* "Tờ trình số 12/TTr-SXD: về việc …" */
static char *paper_words(const json_t *paper)
{
    GString *text = g_string_new(NULL);
    const char *number = pack_text(paper, "number"), *symbol = pack_text(paper, "symbol");
    if (*number)
        g_string_append_printf(text, "%s số %s%s%s: ", pack_text(paper, "type_name"), number, *symbol ? "/" : "", symbol);
    g_string_append(text, pack_text(paper, "subject"));
    return g_string_free(text, FALSE);
}

/* Where the original lies, when the server's own name is known. */
static char *original_address(const PackBuild *build, const json_t *paper)
{
    const char *origin = build->house->config->origin;
    if (!origin || !has_text(paper, "document_id"))
        return NULL;
    return g_strdup_printf("%s/documents/%s/read/%" JSON_INTEGER_FORMAT, origin, pack_text(paper, "document_id"),
                           json_integer_value(json_object_get(paper, "version")));
}

static void original_print(Print *print, const PackBuild *build, const json_t *paper, const PrintStyle *style, const char *words)
{
    g_autofree char *address = original_address(build, paper);
    const PrintRun runs[] = {
        {.text = words}, {.text = address ? " " : ""}, {.text = address ? "Xem bản gốc" : "", .uri = address, .underline = TRUE}};
    print_runs(print, style, runs, address ? 3 : 1);
}

/* ---- cover */

static void cover_line(Print *print, const char *name, const char *value)
{
    if (!*value)
        return;
    const PrintRun runs[] = {{.text = name}, {.text = value, .bold = TRUE}};
    print_runs(print, &(PrintStyle){.align = PRINT_CENTRE, .after = 6}, runs, G_N_ELEMENTS(runs));
}

static void cover_print(Print *print, const PackBuild *build)
{
    const json_t *facts = build->contents;
    g_autofree char *host = g_utf8_strup(pack_text(facts, "host"), -1);
    print_text(print, &(PrintStyle){.align = PRINT_CENTRE, .size = 14, .bold = TRUE}, host);
    if (*host)
        print_rule(print, 0.3, 4, 0);
    print_space(print, 170);
    print_outline(print, 0, "Trang bìa");
    print_text(print, &(PrintStyle){.align = PRINT_CENTRE, .size = 22, .bold = TRUE, .after = 18}, TITLE);
    print_text(print, &(PrintStyle){.align = PRINT_CENTRE, .size = 17, .bold = TRUE, .after = 30, .line = 1.15}, pack_text(facts, "title"));
    cover_line(print, "Loại: ", pack_text(facts, "type_name"));
    cover_line(print, "Thời gian: ", pack_text(facts, "starts"));
    cover_line(print, "Địa điểm: ", pack_text(facts, "place"));
    cover_line(print, "Chủ trì: ", pack_text(facts, "chair"));
}

/* ---- agenda */

static void row_begin(Print *print, const char *number, gboolean bold)
{
    print_row(print);
    print_cell(print, 1);
    print_text(print, &(PrintStyle){.align = PRINT_CENTRE, .size = 12, .bold = bold}, number);
    print_cell(print, 1);
}

static void row_end(Print *print, const char *pages, const char *target)
{
    print_cell(print, 1);
    if (*pages)
        print_runs(print, &(PrintStyle){.align = PRINT_CENTRE, .size = 12}, &(PrintRun){.text = pages, .target = target}, 1);
}

static void paper_row(Print *print, const PackBuild *build, const PackPaper *paper)
{
    g_autofree char *target = g_strdup_printf("paper-%u", paper->place), *words = paper_words(paper->paper), *pages = pages_words(paper);
    const PrintStyle style = {.align = PRINT_LEFT, .size = 12, .indent = 10},
                     small = {.align = PRINT_LEFT, .size = 10.5, .italic = TRUE, .indent = 10};
    row_begin(print, "", FALSE);
    if (*words)
        print_runs(print, &style, &(PrintRun){.text = words, .target = target}, 1);
    if (json_is_true(json_object_get(paper->paper, "late")))
        print_text(print, &small, "Tài liệu bổ sung");
    if (paper->problem == PACK_SECRET)
        print_text(print, &small, problem_words(paper->problem));
    else if (paper->problem)
        original_print(print, build, paper->paper, &small, problem_words(paper->problem));
    else if (paper->part && assembly_is_signed(paper->part))
        original_print(print, build, paper->paper, &small,
                       "Văn bản có chữ ký số; bản ghép ở đây không giữ giá trị của chữ ký, đề nghị kiểm tra trên bản gốc.");
    row_end(print, pages, target);
}

static void item_row(Print *print, const json_t *item)
{
    g_autofree char *who = g_strjoin(", ", pack_text(item, "presenter"), pack_text(item, "unit"), NULL);
    const char *presents = has_text(item, "presenter") && has_text(item, "unit") ? who
                           : has_text(item, "presenter")                         ? pack_text(item, "presenter")
                                                                                 : pack_text(item, "unit");
    gboolean top = json_integer_value(json_object_get(item, "level")) == 0;
    row_begin(print, pack_text(item, "number"), top);
    print_text(print, &(PrintStyle){.align = PRINT_LEFT, .size = 12.5, .bold = top}, pack_text(item, "title"));
    if (*presents)
        print_text(print, &(PrintStyle){.align = PRINT_LEFT, .size = 11, .italic = TRUE}, presents);
    if (json_is_true(json_object_get(item, "restricted")))
        print_text(print, &(PrintStyle){.align = PRINT_LEFT, .size = 10.5, .italic = TRUE}, "Nội dung giới hạn người dự");
    row_end(print, "", NULL);
}

static void agenda_print(Print *print, const PackBuild *build)
{
    size_t index = 0;
    const json_t *item = NULL;
    guint at = 0;
    static const char *const heads[] = {"Mục", "Nội dung, tài liệu", "Trang"};
    print_page_break(print);
    print_outline(print, 0, "Chương trình họp");
    print_text(print, &(PrintStyle){.align = PRINT_CENTRE, .bold = TRUE, .size = 15, .after = 10}, "CHƯƠNG TRÌNH HỌP");
    print_table_begin(print, &(PrintTable){.columns = 3, .shares = {1.1, 7.4, 1.5}, .borders = TRUE, .header_rows = 1});
    print_row(print);
    for (guint i = 0; i < G_N_ELEMENTS(heads); i++) {
        print_cell(print, 1);
        print_text(print, &(PrintStyle){.align = PRINT_CENTRE, .bold = TRUE, .size = 12}, heads[i]);
    }
    json_array_foreach(json_object_get(build->contents, "items"), index, item)
    {
        item_row(print, item);
        for (; at < build->papers->len && g_array_index(build->papers, PackPaper, at).item == item; at++)
            paper_row(print, build, &g_array_index(build->papers, PackPaper, at));
    }
    print_table_end(print);
}

GBytes *meeting_pack_front(PackBuild *build, GError **error)
{
    g_autoptr(Print) print = print_begin(build, PRINT_LABELS_ROMAN, FALSE);
    cover_print(print, build);
    agenda_print(print, build);
    return print_make(print, build->house->render, NULL, error);
}

/* ---- in place of a paper, and the last page */

GBytes *meeting_pack_notice(PackBuild *build, const PackPaper *paper, GError **error)
{
    g_autoptr(Print) print = print_begin(build, PRINT_LABELS_NONE, FALSE);
    g_autofree char *item = g_strdup_printf("Mục %s. %s", pack_text(paper->item, "number"), pack_text(paper->item, "title"));
    g_autofree char *words = paper_words(paper->paper);
    const PrintStyle centre = {.align = PRINT_CENTRE, .after = 14};
    print_space(print, 180);
    print_text(print, &centre, item);
    if (*words)
        print_text(print, &(PrintStyle){.align = PRINT_CENTRE, .bold = TRUE, .size = 15, .after = 14}, words);
    if (paper->problem == PACK_SECRET)
        print_text(print, &centre, problem_words(paper->problem));
    else
        original_print(print, build, paper->paper, &centre, problem_words(paper->problem));
    return print_make(print, build->house->render, NULL, error);
}

GBytes *meeting_pack_tail(PackBuild *build, const char *unused, GError **error)
{
    g_autoptr(Print) print = print_begin(build, PRINT_LABELS_NONE, FALSE);
    g_autofree char *words = g_strdup_printf("Trang không dùng: %s.", unused);
    print_space(print, 180);
    print_text(print, &(PrintStyle){.align = PRINT_CENTRE, .after = 8}, words);
    print_text(print, &(PrintStyle){.align = PRINT_CENTRE, .italic = TRUE, .size = 12},
               "Số trang đã cấp không cấp lại, để trang đã đánh dấu giữ nguyên số.");
    return print_make(print, build->house->render, NULL, error);
}
