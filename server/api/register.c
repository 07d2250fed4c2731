/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A meeting's registers as PDF: all that was said of its items and papers (E9),
 * who was there (F1), and how it was voted (F5). What stands in them the database says, for its
 * caller; nothing is kept, and no right is judged here.
 */
#include "api/calls.h"
#include "api/record.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "base/words.h"
#include "paper/print.h"
#include <string.h>

#define CELL_SIZE 11.0
#define ROOM_TO_SIGN 26.0 /* in a row */

typedef struct Register {
    const json_t *facts, *words; /* words: of this register */
    const json_t *common;        /* of all registers */
    Print *print;
} Register;

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

/* The words of that name with these facts in them. Caller frees. */
static char *filled(const json_t *words, const char *name, const json_t *facts)
{
    return words_fill(text_of(words, name), facts, NULL);
}

static void cell_put(Print *print, PrintAlign align, const char *text)
{
    print_cell(print, 1);
    print_text(print, &(PrintStyle){.align = align, .size = CELL_SIZE}, text);
}

static void table_begin(Print *print, const PrintTable *table, const json_t *heads)
{
    print_table_begin(print, table);
    print_row(print);
    for (size_t i = 0; i < json_array_size(heads); i++) {
        print_cell(print, 1);
        print_text(print, &(PrintStyle){.align = PRINT_CENTRE, .size = CELL_SIZE, .bold = TRUE},
                   json_string_value(json_array_get(heads, i)));
    }
}

/* A row across the table, for what the rows below it belong to. */
static void group_put(Print *print, guint columns, const char *text)
{
    print_row(print);
    print_cell(print, columns);
    print_text(print, &(PrintStyle){.align = PRINT_LEFT, .size = CELL_SIZE + 0.5, .bold = TRUE, .keep_with_next = TRUE}, text);
}

static void head_put(const Register *reg)
{
    static const char *const lines[] = {"meeting", "time", "place"};
    print_head(reg->print, &(PrintHead){.parent = text_of(reg->facts, "parent"), .issuer = text_of(reg->facts, "issuer")});
    print_text(reg->print, &(PrintStyle){.align = PRINT_CENTRE, .size = 15, .bold = TRUE, .after = 6}, text_of(reg->words, "title"));
    for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
        if (i == 2 && !*text_of(reg->facts, "place"))
            continue;
        g_autofree char *line = filled(reg->common, lines[i], reg->facts);
        print_text(reg->print, &(PrintStyle){.align = PRINT_CENTRE, .size = 13, .bold = i == 0, .after = 2}, line);
    }
}

/* Who had it made, and that it is what they may read; a record's papers are nobody's. */
static void foot_put(const Register *reg)
{
    if (!*text_of(reg->facts, "by"))
        return;
    g_autofree char *made = filled(reg->common, "made", reg->facts);
    print_text(reg->print, &(PrintStyle){.align = PRINT_LEFT, .size = 10, .italic = TRUE, .before = 10}, made);
}

/* ---- what was said */

static void section_put(const Register *reg, const char *name)
{
    print_outline(reg->print, 0, text_of(reg->words, name));
    print_text(reg->print, &(PrintStyle){.align = PRINT_LEFT, .bold = TRUE, .before = 12, .after = 6, .keep_with_next = TRUE},
               text_of(reg->words, name));
}

static void items_put(const Register *reg, const json_t *items)
{
    size_t index = 0, at = 0;
    const json_t *item = NULL, *row = NULL;
    Print *print = reg->print;
    section_put(reg, "items");
    if (json_array_size(items) == 0) {
        print_text(print, &(PrintStyle){.align = PRINT_LEFT, .size = 13}, text_of(reg->words, "none"));
        return;
    }
    table_begin(print, &(PrintTable){.columns = 7, .shares = {0.65, 1.8, 2.2, 1.1, 0.9, 1.3, 4.85}, .borders = TRUE, .header_rows = 1},
                json_object_get(reg->words, "item_heads"));
    guint number = 0;
    json_array_foreach(items, index, item)
    {
        g_autofree char *name = filled(reg->words, "item", item);
        group_put(print, 7, name);
        json_array_foreach(json_object_get(item, "rows"), at, row)
        {
            g_autofree char *place = g_strdup_printf("%u", ++number);
            print_row(print);
            cell_put(print, PRINT_CENTRE, place);
            cell_put(print, PRINT_LEFT, text_of(row, "who"));
            cell_put(print, PRINT_LEFT, text_of(row, "unit"));
            cell_put(print, PRINT_CENTRE, text_of(row, "at"));
            cell_put(print, PRINT_LEFT, text_of(json_object_get(reg->words, "kind"), text_of(row, "kind")));
            cell_put(print, PRINT_LEFT, text_of(json_object_get(reg->words, "audience"), text_of(row, "audience")));
            cell_put(print, PRINT_LEFT, text_of(row, "body"));
        }
    }
    print_table_end(print);
}

/* Page and quotation stand with the first words of a thread. */
static void thread_put(const Register *reg, const json_t *thread)
{
    size_t at = 0;
    const json_t *row = NULL;
    Print *print = reg->print;
    g_autofree char *page = g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(json_object_get(thread, "page")));
    json_array_foreach(json_object_get(thread, "rows"), at, row)
    {
        print_row(print);
        cell_put(print, PRINT_CENTRE, at == 0 ? page : "");
        cell_put(print, PRINT_LEFT, at == 0 ? text_of(thread, "quote") : "");
        if (at == 0 && json_is_true(json_object_get(thread, "resolved")))
            print_text(print, &(PrintStyle){.align = PRINT_LEFT, .size = 10, .italic = TRUE}, text_of(reg->words, "resolved"));
        cell_put(print, PRINT_LEFT, text_of(row, "who"));
        cell_put(print, PRINT_LEFT, text_of(row, "unit"));
        cell_put(print, PRINT_CENTRE, text_of(row, "at"));
        cell_put(print, PRINT_LEFT, text_of(row, "body"));
    }
}

static void papers_put(const Register *reg, const json_t *papers)
{
    size_t index = 0, at = 0;
    const json_t *paper = NULL, *thread = NULL;
    section_put(reg, "papers");
    if (json_array_size(papers) == 0) {
        print_text(reg->print, &(PrintStyle){.align = PRINT_LEFT, .size = 13}, text_of(reg->words, "none"));
        return;
    }
    table_begin(reg->print, &(PrintTable){.columns = 6, .shares = {0.7, 3.2, 1.8, 2.2, 1.1, 4}, .borders = TRUE, .header_rows = 1},
                json_object_get(reg->words, "paper_heads"));
    json_array_foreach(papers, index, paper)
    {
        g_autofree char *name = filled(reg->words, "paper", paper);
        group_put(reg->print, 6, name);
        json_array_foreach(json_object_get(paper, "threads"), at, thread)
        {
            thread_put(reg, thread);
        }
    }
    print_table_end(reg->print);
}

static void comments_put(const Register *reg)
{
    items_put(reg, json_object_get(reg->facts, "items"));
    papers_put(reg, json_object_get(reg->facts, "papers"));
    foot_put(reg);
}

/* ---- who was there */

static void seat_put(const Register *reg, const json_t *row, size_t place)
{
    Print *print = reg->print;
    const PrintStyle small = {.align = PRINT_LEFT, .size = 10, .italic = TRUE};
    g_autofree char *number = g_strdup_printf("%zu", place), *stands_for = filled(reg->words, "stands_for", row);
    print_row(print);
    cell_put(print, PRINT_CENTRE, number);
    cell_put(print, PRINT_LEFT, *text_of(row, "who") ? text_of(row, "who") : text_of(reg->words, "unnamed"));
    if (*text_of(row, "for"))
        print_text(print, &small, stands_for);
    cell_put(print, PRINT_LEFT, text_of(row, "post"));
    cell_put(print, PRINT_LEFT, text_of(json_object_get(reg->words, "role"), text_of(row, "role")));
    cell_put(print, PRINT_LEFT, text_of(json_object_get(reg->words, "state"), text_of(row, "state")));
    if (json_is_true(json_object_get(row, "unconfirmed")))
        print_text(print, &small, text_of(reg->words, "unconfirmed"));
    if (*text_of(row, "reason"))
        print_text(print, &small, text_of(row, "reason"));
    cell_put(print, PRINT_CENTRE, text_of(row, "at"));
    print_cell(print, 1);
    print_space(print, ROOM_TO_SIGN);
}

static void attendance_put(const Register *reg)
{
    size_t index = 0;
    const json_t *row = NULL;
    g_autofree char *present = filled(reg->words, "present", json_object_get(reg->facts, "quorum"));
    print_text(reg->print, &(PrintStyle){.align = PRINT_LEFT, .size = 13, .before = 8, .after = 6}, present);
    table_begin(reg->print, &(PrintTable){.columns = 7, .shares = {0.6, 2.3, 3.3, 1.2, 2, 1.2, 1.9}, .borders = TRUE, .header_rows = 1},
                json_object_get(reg->words, "heads"));
    json_array_foreach(json_object_get(reg->facts, "rows"), index, row)
    {
        seat_put(reg, row, index + 1);
    }
    print_table_end(reg->print);
    foot_put(reg);
    print_sign(reg->print, &(PrintSign){.left_title = text_of(reg->words, "secretary"),
                                        .titles = (const char *const[]){text_of(reg->words, "chair"), NULL},
                                        .name = text_of(reg->facts, "chair")});
}

/* ---- the agenda of a sealed record, with the papers' hashes */

static void paper_put(const Register *reg, const json_t *paper)
{
    const json_t *file = json_array_get(json_object_get(paper, "files"), 0);
    g_autofree char *name = filled(reg->words, json_is_true(json_object_get(paper, "secret")) ? "secret" : "paper", paper),
                    *hash = filled(reg->words, "hash", file);
    print_text(reg->print, &(PrintStyle){.align = PRINT_LEFT, .size = CELL_SIZE}, name);
    print_text(reg->print, &(PrintStyle){.align = PRINT_LEFT, .size = 8, .after = 4}, hash);
}

static void agenda_put(const Register *reg)
{
    size_t index = 0, at = 0;
    const json_t *item = NULL, *paper = NULL;
    Print *print = reg->print;
    print_space(print, 8);
    table_begin(print, &(PrintTable){.columns = 4, .shares = {0.6, 4, 2.6, 4.8}, .borders = TRUE, .header_rows = 1},
                json_object_get(reg->words, "heads"));
    json_array_foreach(json_object_get(reg->facts, "agenda"), index, item)
    {
        const char *presenter = text_of(json_object_get(item, "presenter"), "name"),
                   *unit = text_of(json_object_get(item, "presenting_unit"), "name");
        g_autofree char *by = g_strjoin(*presenter && *unit ? ", " : "", presenter, unit, NULL);
        print_row(print);
        cell_put(print, PRINT_CENTRE, text_of(item, "number"));
        cell_put(print, PRINT_LEFT, text_of(item, "title"));
        cell_put(print, PRINT_LEFT, by);
        print_cell(print, 1);
        json_array_foreach(json_object_get(reg->facts, "papers"), at, paper)
        {
            if (strcmp(text_of(paper, "item_id"), text_of(item, "id")) == 0)
                paper_put(reg, paper);
        }
    }
    print_table_end(print);
}

static GBytes *register_make(House *house, const char *which, const json_t *facts, const json_t *common, void (*put)(const Register *reg),
                             GError **error)
{
    const json_t *words = json_object_get(common, which);
    g_autofree char *title = g_strconcat(text_of(words, "name"), ": ", text_of(facts, "title"), NULL);
    g_autoptr(Print) print = print_new(
        &(PrintPaper){.title = title, .author = text_of(facts, "issuer"), .made_at = text_of(facts, "made_at"), .landscape = TRUE});
    const Register reg = {.facts = facts, .words = words, .common = common, .print = print};
    head_put(&reg);
    put(&reg);
    return print_make(print, house->render, NULL, error);
}

static GBytes *register_of_record(House *house, const char *which, const json_t *facts, void (*put)(const Register *reg), GError **error)
{
    const char *said = words_text("vi", "registers");
    g_autoptr(json_t) common = json_parse(said, strlen(said), error);
    return common ? register_make(house, which, facts, common, put, error) : NULL;
}

GBytes *register_attendance(House *house, const json_t *facts, GError **error)
{
    return register_of_record(house, "attendance", facts, attendance_put, error);
}

GBytes *register_agenda(House *house, const json_t *facts, GError **error)
{
    return register_of_record(house, "agenda", facts, agenda_put, error);
}

/* ---- how it was voted */

static void line_put(const Register *reg, const char *name, gboolean bold)
{
    g_autofree char *line = filled(reg->words, name, reg->facts);
    print_text(reg->print, &(PrintStyle){.align = PRINT_LEFT, .size = 13, .bold = bold, .before = bold ? 6 : 2, .after = 2}, line);
}

/* A rule and what it came to: "Quá nửa tổng số thành viên: cần 16 trên 30." */
static void rule_put(const Register *reg)
{
    const char *share = text_of(json_object_get(reg->words, "majority"), text_of(reg->facts, "majority"));
    const char *of = text_of(json_object_get(reg->words, "majority_of"), text_of(reg->facts, "majority_of"));
    g_autoptr(json_t) facts = json_pack("{s:s, s:s, s:O, s:O}", "share", share, "of", of, "needed", json_object_get(reg->facts, "needed"),
                                        "base", json_object_get(reg->facts, "base"));
    g_autofree char *line = filled(reg->words, "rule", facts);
    print_text(reg->print, &(PrintStyle){.align = PRINT_LEFT, .size = 13, .before = 2, .after = 2}, line);
}

static void vote_counts_put(const Register *reg)
{
    size_t index = 0;
    const json_t *row = NULL;
    table_begin(reg->print, &(PrintTable){.columns = 3, .shares = {6, 1.5, 3}, .borders = TRUE, .header_rows = 1},
                json_object_get(reg->words, "count_heads"));
    json_array_foreach(json_object_get(reg->facts, "counts"), index, row)
    {
        print_row(reg->print);
        cell_put(reg->print, PRINT_LEFT, text_of(row, "label"));
        cell_put(reg->print, PRINT_CENTRE, text_of(row, "count"));
        cell_put(reg->print, PRINT_LEFT, json_is_true(json_object_get(row, "reached")) ? text_of(reg->words, "reached") : "");
    }
    print_table_end(reg->print);
}

static void voters_put(const Register *reg)
{
    size_t index = 0;
    const json_t *row = NULL;
    gboolean secret = json_is_true(json_object_get(reg->facts, "secret"));
    table_begin(reg->print, &(PrintTable){.columns = 5, .shares = {0.6, 2.6, 3.2, 2.2, 3.4}, .borders = TRUE, .header_rows = 1},
                json_object_get(reg->words, secret ? "secret_heads" : "heads"));
    json_array_foreach(json_object_get(reg->facts, "rows"), index, row)
    {
        g_autofree char *number = g_strdup_printf("%zu", index + 1), *by = filled(reg->words, "by", row);
        gboolean voted = json_is_true(json_object_get(row, "voted"));
        print_row(reg->print);
        cell_put(reg->print, PRINT_CENTRE, number);
        cell_put(reg->print, PRINT_LEFT, text_of(row, "who"));
        if (*text_of(row, "by"))
            print_text(reg->print, &(PrintStyle){.align = PRINT_LEFT, .size = 10, .italic = TRUE}, by);
        cell_put(reg->print, PRINT_LEFT, text_of(row, "unit"));
        cell_put(reg->print, PRINT_LEFT,
                 !voted   ? text_of(reg->words, "not_voted")
                 : secret ? text_of(reg->words, "received")
                          : text_of(row, "choice"));
        cell_put(reg->print, PRINT_LEFT, text_of(row, "words"));
    }
    print_table_end(reg->print);
}

static void vote_put(const Register *reg)
{
    const json_t *passed = json_object_get(reg->facts, "passed");
    line_put(reg, "vote", TRUE);
    line_put(reg, "item", FALSE);
    if (json_is_object(json_object_get(reg->facts, "paper")))
        line_put(reg, "paper", FALSE);
    line_put(reg, "times", FALSE);
    line_put(reg, "present", FALSE);
    line_put(reg, json_is_true(json_object_get(reg->facts, "quorum_met")) ? "quorum_met" : "quorum_missed", FALSE);
    rule_put(reg);
    print_space(reg->print, 6);
    vote_counts_put(reg);
    if (json_is_boolean(passed))
        line_put(reg, json_is_true(passed) ? "passed" : "not_passed", TRUE);
    print_space(reg->print, 8);
    voters_put(reg);
    foot_put(reg);
    print_sign(reg->print, &(PrintSign){.left_title = text_of(reg->common, "secretary"),
                                        .titles = (const char *const[]){text_of(reg->common, "chair"), NULL},
                                        .name = text_of(reg->facts, "chair")});
}

/* ---- calls */

static gboolean register_reply(Request *request, QueryId query, const char *which, void (*put)(const Register *reg), GError **error)
{
    DbConn *conn = request_conn(request, error);
    g_autoptr(PGresult) found = conn ? db_query(conn, &request->caller, query, 1, request->path_values, error) : NULL;
    if (!found)
        return FALSE;
    const char *text = db_text(found), *said = words_text("vi", "registers");
    if (!text)
        return error_set(error, ERROR_NOT_FOUND, NULL, "no such meeting");
    g_autoptr(json_t) facts = json_parse(text, strlen(text), error);
    g_autoptr(json_t) common = facts ? json_parse(said, strlen(said), error) : NULL;
    if (!common)
        return FALSE;
    const json_t *words = json_object_get(common, which);
    g_autofree char *file = g_strconcat(text_of(words, "name"), " - ", text_of(facts, "title"), ".pdf", NULL);
    g_autofree char *disposition = text_disposition("inline", file);
    GBytes *made = register_make(request->house, which, facts, common, put, error);
    if (!made)
        return FALSE;
    reply_header(request, "Content-Disposition", disposition);
    reply_header(request, "Cache-Control", "private, no-store");
    reply_bytes(request, 200, "application/pdf", made);
    return TRUE;
}

gboolean item_comment_file(Request *request, GError **error)
{
    return register_reply(request, Q_COMMENT_REGISTER, "comments", comments_put, error);
}

gboolean attendance_file(Request *request, GError **error)
{
    return register_reply(request, Q_ATTENDANCE_REGISTER, "attendance", attendance_put, error);
}

gboolean vote_file(Request *request, GError **error)
{
    return register_reply(request, Q_VOTE_REGISTER, "vote", vote_put, error);
}
