/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Statistics as a workbook (H1): what the page shows, whole, with real numbers
 * and dates, a frozen head and sums that recount. Row by row into a file that
 * has no name any more when it is sent. What may be counted was decided by the
 * database.
 */
#include "api/calls.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "base/words.h"
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <xlsxwriter.h>

static const char *const figures[] = {"invited", "room",     "online",    "delegated", "excused",  "absent", "unrecorded",
                                      "stood",   "speeches", "spoken_ms", "questions", "entitled", "voted"};
#define FIGURES G_N_ELEMENTS(figures)
enum { TITLE_ROW, RANGE_ROW, SCOPE_ROW, MADE_ROW, HEAD_ROW = 5, FIRST_ROW };
#define MS_PER_MINUTE 60000.0
#define SECONDS_A_DAY 86400

typedef struct Book {
    const json_t *facts, *words;
    lxw_workbook *file;
    lxw_format *title, *small, *head, *text, *count, *minutes, *date, *total, *total_minutes;
} Book;

typedef struct Sheet { /* one way to group */
    const char *key;
    guint keys;        /* columns before the figures */
    gboolean meetings; /* has their number */
} Sheet;

static const Sheet sheets[] = {{"people", 3, FALSE}, {"by_unit", 2, FALSE}, {"by_period", 2, TRUE}, {"by_type", 2, TRUE}};

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static double number_of(const json_t *object, const char *key)
{
    double value = json_number_value(json_object_get(object, key));
    return strcmp(key, "spoken_ms") == 0 ? value / MS_PER_MINUTE : value;
}

/* ---- looks */

static lxw_format *look(lxw_workbook *file, gboolean bold, gboolean border, const char *number)
{
    lxw_format *format = workbook_add_format(file);
    format_set_font_name(format, "Times New Roman");
    format_set_font_size(format, 12);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    if (bold)
        format_set_bold(format);
    if (border)
        format_set_border(format, LXW_BORDER_THIN);
    if (number)
        format_set_num_format(format, number);
    return format;
}

static void looks_make(Book *book)
{
    book->title = look(book->file, TRUE, FALSE, NULL);
    format_set_font_size(book->title, 14);
    book->small = look(book->file, FALSE, FALSE, NULL);
    book->head = look(book->file, TRUE, TRUE, NULL);
    format_set_text_wrap(book->head);
    format_set_align(book->head, LXW_ALIGN_CENTER);
    book->text = look(book->file, FALSE, TRUE, NULL);
    format_set_text_wrap(book->text);
    book->count = look(book->file, FALSE, TRUE, "#,##0");
    book->minutes = look(book->file, FALSE, TRUE, "#,##0.0");
    book->date = look(book->file, FALSE, TRUE, strcmp(text_of(book->facts, "step"), "month") == 0 ? "mm/yyyy" : "dd/mm/yyyy");
    format_set_align(book->date, LXW_ALIGN_CENTER);
    book->total = look(book->file, TRUE, TRUE, "#,##0");
    book->total_minutes = look(book->file, TRUE, TRUE, "#,##0.0");
}

/* ---- rows */

static const char *name_in(const json_t *row, const char *key, const char *field)
{
    return json_string_value(json_object_get(json_object_get(row, key), field));
}

static void heads_put(const Book *book, lxw_worksheet *sheet, const Sheet *kind)
{
    const json_t *words = book->words, *named = json_object_get(words, "figures");
    lxw_col_t column = 0;
    worksheet_set_row(sheet, HEAD_ROW, 50, NULL);
    worksheet_write_string(sheet, HEAD_ROW, column++, text_of(words, "order"), book->head);
    if (strcmp(kind->key, "people") == 0)
        worksheet_write_string(sheet, HEAD_ROW, column++, text_of(words, "person"), book->head);
    if (strcmp(kind->key, "by_type") == 0)
        worksheet_write_string(sheet, HEAD_ROW, column++, text_of(words, "type"), book->head);
    else if (strcmp(kind->key, "by_period") == 0)
        worksheet_write_string(sheet, HEAD_ROW, column++, text_of(json_object_get(words, "from"), text_of(book->facts, "step")),
                               book->head);
    else
        worksheet_write_string(sheet, HEAD_ROW, column++, text_of(words, "unit"), book->head);
    if (kind->meetings)
        worksheet_write_string(sheet, HEAD_ROW, column++, text_of(words, "meetings"), book->head);
    for (gsize i = 0; i < FIGURES; i++)
        worksheet_write_string(sheet, HEAD_ROW, column++, text_of(named, figures[i]), book->head);
}

static void keys_put(const Book *book, lxw_worksheet *sheet, const Sheet *kind, const json_t *row, lxw_row_t at)
{
    const char *unit = name_in(row, "unit", "name"), *type = json_string_value(json_object_get(row, "type_name"));
    lxw_col_t column = 1;
    worksheet_write_number(sheet, at, 0, at - FIRST_ROW + 1, book->count);
    if (strcmp(kind->key, "people") == 0)
        worksheet_write_string(sheet, at, column++, name_in(row, "person", "full_name"), book->text);
    if (strcmp(kind->key, "by_type") == 0) {
        worksheet_write_string(sheet, at, column, type ? type : text_of(book->words, "no_type"), book->text);
    } else if (strcmp(kind->key, "by_period") == 0) {
        lxw_datetime day = {0};
        if (sscanf(text_of(row, "from"), "%d-%d-%d", &day.year, &day.month, &day.day) == 3)
            worksheet_write_datetime(sheet, at, column, &day, book->date);
    } else {
        worksheet_write_string(sheet, at, column, unit ? unit : text_of(book->words, "no_unit"), book->text);
    }
}

/* Sums stand as formulas with their value, so that who deletes a row sees them follow. */
static void total_put(const Book *book, lxw_worksheet *sheet, const Sheet *kind, const json_t *rows, lxw_row_t at)
{
    size_t index = 0;
    const json_t *row = NULL;
    worksheet_write_string(sheet, at, 0, "", book->total);
    worksheet_write_string(sheet, at, 1, text_of(book->words, "total"), book->total);
    for (lxw_col_t column = 2; column < kind->keys; column++)
        worksheet_write_string(sheet, at, column, "", book->total);
    for (gsize i = 0; i < FIGURES + kind->meetings; i++) {
        double sum = 0;
        const char *key = kind->meetings && i == 0 ? NULL : figures[i - kind->meetings];
        json_array_foreach(rows, index, row)
        {
            sum += key ? number_of(json_object_get(row, "figures"), key) : number_of(row, "meetings");
        }
        char first[LXW_MAX_CELL_NAME_LENGTH], last[LXW_MAX_CELL_NAME_LENGTH];
        lxw_rowcol_to_cell(first, FIRST_ROW, (lxw_col_t)(kind->keys + i));
        lxw_rowcol_to_cell(last, at - 1, (lxw_col_t)(kind->keys + i));
        g_autofree char *formula = g_strdup_printf("=SUM(%s:%s)", first, last);
        worksheet_write_formula_num(sheet, at, (lxw_col_t)(kind->keys + i), formula,
                                    g_strcmp0(key, "spoken_ms") == 0 ? book->total_minutes : book->total, sum);
    }
}

static void sheet_put(const Book *book, const Sheet *kind, const char *const *lines)
{
    lxw_worksheet *sheet = workbook_add_worksheet(book->file, text_of(json_object_get(book->words, "sheets"), kind->key));
    const json_t *rows = json_object_get(book->facts, kind->key), *row = NULL;
    size_t index = 0;
    worksheet_set_column(sheet, 0, 0, 6, NULL);
    worksheet_set_column(sheet, 1, (lxw_col_t)(kind->keys - 1), 30, NULL);
    worksheet_set_column(sheet, (lxw_col_t)kind->keys, (lxw_col_t)(kind->keys + FIGURES), 11, NULL);
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9); /* A4 */
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, HEAD_ROW, HEAD_ROW);
    worksheet_freeze_panes(sheet, FIRST_ROW, strcmp(kind->key, "people") == 0 ? 2 : 0);
    for (guint i = TITLE_ROW; i <= MADE_ROW; i++)
        worksheet_write_string(sheet, i, 0, lines[i], i == TITLE_ROW ? book->title : book->small);
    heads_put(book, sheet, kind);
    json_array_foreach(rows, index, row)
    {
        const json_t *held = json_object_get(row, "figures");
        lxw_row_t at = (lxw_row_t)(FIRST_ROW + index);
        lxw_col_t column = (lxw_col_t)kind->keys;
        keys_put(book, sheet, kind, row, at);
        if (kind->meetings)
            worksheet_write_number(sheet, at, column++, number_of(row, "meetings"), book->count);
        for (gsize i = 0; i < FIGURES; i++)
            worksheet_write_number(sheet, at, column++, number_of(held, figures[i]),
                                   strcmp(figures[i], "spoken_ms") == 0 ? book->minutes : book->count);
    }
    if (index > 0)
        total_put(book, sheet, kind, rows, (lxw_row_t)(FIRST_ROW + index));
}

/* "2026-11-05" as officials write it. Caller frees. */
static char *day_text(const char *day)
{
    return strlen(day) == 10 ? g_strdup_printf("%.2s/%.2s/%.4s", day + 8, day + 5, day) : g_strdup(day);
}

static json_t *line_facts(const json_t *facts)
{
    json_t *out = json_object();
    static const char *const days[] = {"from", "to", "today"};
    for (gsize i = 0; i < G_N_ELEMENTS(days); i++) {
        g_autofree char *text = day_text(text_of(facts, days[i]));
        json_object_set_new(out, days[i], json_string(text));
    }
    json_object_set(out, "by", json_object_get(facts, "by"));
    json_object_set(out, "type_name", json_object_get(facts, "type_name"));
    json_object_set_new(out, "unit_name", json_string(name_in(facts, "unit", "name") ? name_in(facts, "unit", "name") : ""));
    return out;
}

static gboolean book_write(const char *path, const json_t *facts, const json_t *words, GError **error)
{
    g_autoptr(json_t) said = line_facts(facts);
    g_autofree char *range = words_fill(text_of(words, "range"), said, error);
    g_autofree char *scope = range ? words_fill(text_of(json_object_get(words, "scope"), text_of(facts, "of")), said, error) : NULL;
    g_autofree char *made = scope ? words_fill(text_of(words, "made"), said, error) : NULL;
    if (!made)
        return FALSE;
    const char *const lines[] = {text_of(words, "title"), range, scope, made};
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = (char *)g_get_tmp_dir()};
    Book book = {.facts = facts, .words = words, .file = workbook_new_opt(path, &options)};
    if (!book.file)
        return error_set(error, ERROR_INTERNAL, NULL, "no workbook could be begun");
    looks_make(&book);
    /* the same figures are the same bytes: of its day of making, not of its second */
    lxw_doc_properties about = {.created = time(NULL) / SECONDS_A_DAY * SECONDS_A_DAY,
                                .title = (char *)text_of(words, "name"),
                                .author = (char *)text_of(facts, "by"),
                                .company = (char *)text_of(facts, "organisation")};
    workbook_set_properties(book.file, &about);
    for (gsize i = 0; i < G_N_ELEMENTS(sheets); i++)
        sheet_put(&book, &sheets[i], lines);
    lxw_error failed = workbook_close(book.file);
    return failed == LXW_NO_ERROR || error_set(error, ERROR_INTERNAL, NULL, "the workbook: %s", lxw_strerror(failed));
}

/* The descriptor of the finished workbook, which has no name any more; −1: *error. */
static int book_make(const json_t *facts, const json_t *words, guint64 *bytes, GError **error)
{
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "nghisu-statistics-XXXXXX", NULL);
    int made = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);
    if (made < 0) {
        error_set(error, ERROR_INTERNAL, NULL, "%s: %s", path, g_strerror(errno));
        return -1;
    }
    close(made);
    gboolean fine = book_write(path, facts, words, error);
    int fd = fine ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    GStatBuf about;
    if (fine && (fd < 0 || fstat(fd, &about) < 0))
        error_set(error, ERROR_INTERNAL, NULL, "%s: %s", path, g_strerror(errno));
    else if (fine)
        *bytes = (guint64)about.st_size;
    g_unlink(path);
    return fd;
}

gboolean statistics_file(Request *request, GError **error)
{
    int count = 0;
    const char *const *values = request_values(request, &count);
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) found = conn ? db_query(conn, &request->caller, Q_STATISTICS_SHEET, count, values, error) : NULL;
    if (!found)
        return FALSE;
    const char *text = db_text(found), *said = words_text("vi", "statistics");
    g_autoptr(json_t) facts = json_parse(text, strlen(text), error);
    g_autoptr(json_t) words = facts ? json_parse(said, strlen(said), error) : NULL;
    guint64 bytes = 0;
    int fd = words ? book_make(facts, words, &bytes, error) : -1;
    if (fd < 0)
        return FALSE;
    g_autofree char *name = g_strdup_printf("%s %s - %s.xlsx", text_of(words, "name"), text_of(facts, "from"), text_of(facts, "to"));
    g_autofree char *disposition = text_disposition("attachment", name);
    reply_header(request, "Content-Disposition", disposition);
    reply_header(request, "Cache-Control", "private, no-store");
    reply_fd(request, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", fd, bytes);
    return TRUE;
}
