/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one table of errors and the one table from PostgreSQL's words to ours.
 * It does not word problems for people (the pages do that) and does not log.
 */
#include "base/error.h"
#include <errno.h>
#include <gio/gio.h>
#include <string.h>

typedef struct {
    char *field;
    guint retry_after;
} NghisuErrorPrivate;

static void nghisu_error_private_init(NghisuErrorPrivate *private)
{
    private->field = NULL;
    private->retry_after = 0;
}

static void nghisu_error_private_copy(const NghisuErrorPrivate *from, NghisuErrorPrivate *to)
{
    to->field = g_strdup(from->field);
    to->retry_after = from->retry_after;
}

static void nghisu_error_private_clear(NghisuErrorPrivate *private)
{
    g_clear_pointer(&private->field, g_free);
}

G_DEFINE_EXTENDED_ERROR(NghisuError, nghisu_error)

static const ErrorFact error_facts[ERROR_KINDS] = {
    [ERROR_BAD_REQUEST] = {400, "bad-request", "The request is not well-formed"},
    [ERROR_BAD_JSON] = {400, "bad-json", "The body is not JSON that is accepted"},
    [ERROR_NOT_UTF8] = {400, "not-utf8", "The text is not UTF-8"},
    [ERROR_MISSING_FIELD] = {422, "missing-field", "A required field is missing"},
    [ERROR_UNKNOWN_FIELD] = {422, "unknown-field", "A field is not known"},
    [ERROR_WRONG_TYPE] = {422, "wrong-type", "A field has the wrong type"},
    [ERROR_TOO_LONG] = {422, "too-long", "A field is too long"},
    [ERROR_OUT_OF_RANGE] = {422, "out-of-range", "A field is out of range"},
    [ERROR_WRONG_VALUE] = {422, "wrong-value", "A field has a value that is not allowed"},
    [ERROR_UNKNOWN_REFERENCE] = {422, "unknown-reference", "A field refers to what is not there"},
    [ERROR_TOO_LARGE] = {413, "too-large", "The body is too large"},
    [ERROR_NO_LENGTH] = {411, "length-required", "The length of the body must be given"},
    [ERROR_METHOD] = {405, "method-not-allowed", "The method is not allowed here"},
    [ERROR_FOREIGN_ORIGIN] = {403, "foreign-origin", "The request comes from another site"},
    [ERROR_RANGE] = {416, "range-not-satisfiable", "The range is outside the file"},
    [ERROR_SIGNED_OUT] = {401, "signed-out", "There is no session, or it has ended"},
    [ERROR_WRONG_PASSWORD] = {401, "wrong-password", "Account or password is wrong"},
    [ERROR_TOO_MANY_TRIES] = {429, "too-many-tries", "Too many tries"},
    [ERROR_WEAK_PASSWORD] = {422, "weak-password", "The password is too weak"},
    [ERROR_CHANGE_PASSWORD] = {403, "change-password-first", "The password must be changed first"},
    [ERROR_NOT_ALLOWED] = {403, "not-allowed", "Not allowed"},
    [ERROR_NOT_FOUND] = {404, "not-found", "Not found"},
    [ERROR_CONFLICT] = {409, "conflict", "The request conflicts with what is there"},
    [ERROR_WRONG_STATE] = {409, "wrong-state", "The step cannot be taken in this state"},
    [ERROR_DUPLICATE] = {409, "duplicate", "It is there already"},
    [ERROR_LOST_RACE] = {412, "lost-race", "It was changed by somebody else"},
    [ERROR_KEY_REUSED] = {422, "key-reused", "The idempotency key was used with another request"},
    [ERROR_EMPTY_FILE] = {422, "empty-file", "The file is empty"},
    [ERROR_WRONG_MEDIA] = {415, "wrong-media", "Files of this kind are not kept"},
    [ERROR_BROKEN_UPLOAD] = {409, "broken-upload", "Offset or length of the upload do not fit"},
    [ERROR_PDF_ENCRYPTED] = {422, "pdf-encrypted", "The PDF is encrypted"},
    [ERROR_PDF_DAMAGED] = {422, "pdf-damaged", "The PDF is damaged"},
    [ERROR_PAGE_TOO_COSTLY] = {422, "page-too-costly", "The page takes too much to draw"},
    [ERROR_PAGE_CRASHED] = {422, "page-crashed", "Drawing the page failed"},
    [ERROR_NO_PAGES] = {422, "no-pages", "This kind of file has no pages to draw"},
    [ERROR_STORE_DAMAGED] = {500, "store-damaged", "The stored document is damaged"},
    [ERROR_DISK_FULL] = {507, "disk-full", "The disk is full"},
    [ERROR_BUSY] = {503, "busy", "The server is busy"},
    [ERROR_DATABASE] = {503, "database-away", "The database does not answer"},
    [ERROR_STOPPING] = {503, "stopping", "The server is stopping"},
    [ERROR_CONFIG] = {500, "wrong-configuration", "The configuration is wrong"},
    [ERROR_INTERNAL] = {500, "internal", "A defect of the server"},
};

/* PostgreSQL's SQLSTATEs, whole ones before classes (two characters). What is not here is a defect of ours. */
static const struct {
    const char *sqlstate;
    ErrorKind kind;
} sqlstate_kinds[] = {
    {"22001", ERROR_TOO_LONG},
    {"22003", ERROR_OUT_OF_RANGE},
    {"22007", ERROR_WRONG_VALUE},
    {"22008", ERROR_WRONG_VALUE},
    {"22P02", ERROR_WRONG_VALUE},
    {"22021", ERROR_NOT_UTF8},
    {"22P05", ERROR_NOT_UTF8},
    {"22030", ERROR_BAD_JSON},
    {"22032", ERROR_BAD_JSON},
    {"23502", ERROR_MISSING_FIELD},
    {"23503", ERROR_UNKNOWN_REFERENCE},
    {"23505", ERROR_DUPLICATE},
    {"23514", ERROR_WRONG_VALUE},
    {"23P01", ERROR_CONFLICT},
    {"23001", ERROR_CONFLICT},
    {"40001", ERROR_BUSY},
    {"40P01", ERROR_BUSY},
    {"55P03", ERROR_BUSY},
    {"57014", ERROR_BUSY},
    {"53200", ERROR_BUSY},
    {"53300", ERROR_BUSY},
    {"53100", ERROR_DISK_FULL},
    {"57P01", ERROR_DATABASE},
    {"57P02", ERROR_DATABASE},
    {"57P03", ERROR_DATABASE},
    {"57P05", ERROR_DATABASE},
    {"25P03", ERROR_DATABASE},
    {"42501", ERROR_NOT_ALLOWED},
    {"P0002", ERROR_NOT_FOUND},
    {"08", ERROR_DATABASE},
};

/* Constraints of sql/migrations whose violation is a mistake in a field, or no mistake of the usual kind. */
static const struct {
    const char *constraint;
    ErrorKind kind;
    const char *field; /* NULL: no single field */
} constraint_kinds[] = {
    {"person_account", ERROR_DUPLICATE, "account"},
    {"unit_code", ERROR_DUPLICATE, "code"},
    {"unit_one_name_a_day", ERROR_CONFLICT, "from"},
    {"catalogue_entry_code", ERROR_DUPLICATE, "code"},
    {"document_type_has_code", ERROR_MISSING_FIELD, "code"},
    {"holiday_has_date", ERROR_MISSING_FIELD, "on"},
    {"position_once", ERROR_DUPLICATE, NULL},
    {"position_one_main", ERROR_CONFLICT, "main"},
    {"document_type_known", ERROR_UNKNOWN_REFERENCE, "type"},
    {"published_has_chair", ERROR_MISSING_FIELD, "chair_id"},
    {"agenda_place", ERROR_CONFLICT, "position"},
    {"paper_once", ERROR_DUPLICATE, "document_id"},
};

#define BUSY_RETRY_SECONDS 2 /* long enough for a lock to be let go, short enough for a person to wait */

const ErrorFact *error_fact(ErrorKind kind)
{
    g_return_val_if_fail(kind < ERROR_KINDS, &error_facts[ERROR_INTERNAL]);
    return &error_facts[kind];
}

ErrorKind error_kind(const GError *error)
{
    g_return_val_if_fail(error != NULL, ERROR_INTERNAL);
    if (error->domain == NGHISU_ERROR)
        return (guint)error->code < ERROR_KINDS ? (ErrorKind)error->code : ERROR_INTERNAL;
    if (error->domain == G_IO_ERROR) {
        if (error->code == G_IO_ERROR_NO_SPACE)
            return ERROR_DISK_FULL;
        if (error->code == G_IO_ERROR_BUSY || error->code == G_IO_ERROR_TIMED_OUT)
            return ERROR_BUSY;
    } else if (error->domain == G_FILE_ERROR) {
        if (error->code == G_FILE_ERROR_NOSPC)
            return ERROR_DISK_FULL;
    } else if (error->domain == G_OPTION_ERROR || error->domain == G_KEY_FILE_ERROR) {
        return ERROR_CONFIG;
    }
    return ERROR_INTERNAL;
}

static void error_make(GError **error, ErrorKind kind, const char *field, const char *message)
{
    if (!error)
        return;
    GError *made = g_error_new_literal(NGHISU_ERROR, (int)kind, message);
    NghisuErrorPrivate *private = nghisu_error_get_private(made);
    private->field = g_strdup(field);
    private->retry_after = kind == ERROR_BUSY || kind == ERROR_DATABASE ? BUSY_RETRY_SECONDS : 0;
    g_propagate_error(error, made);
}

gboolean error_set(GError **error, ErrorKind kind, const char *field, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    error_make(error, kind, field, message);
    return FALSE;
}

gboolean error_set_errno(GError **error, int number, const char *what)
{
    ErrorKind kind = number == ENOSPC || number == EDQUOT ? ERROR_DISK_FULL : ERROR_INTERNAL;
    return error_set(error, kind, NULL, "%s: %s", what, g_strerror(number));
}

static ErrorKind kind_of_slug(const char *slug)
{
    for (int kind = 0; kind < ERROR_KINDS; kind++)
        if (strcmp(error_facts[kind].slug, slug) == 0)
            return (ErrorKind)kind;
    return ERROR_INTERNAL;
}

static ErrorKind kind_of_sqlstate(const char *sqlstate)
{
    for (gsize i = 0; i < G_N_ELEMENTS(sqlstate_kinds); i++)
        if (g_str_has_prefix(sqlstate, sqlstate_kinds[i].sqlstate))
            return sqlstate_kinds[i].kind;
    return ERROR_INTERNAL;
}

static gboolean is_set(const char *text)
{
    return text && *text;
}

gboolean error_set_sql(GError **error, const char *sqlstate, const char *constraint, const char *column, const char *message,
                       const char *detail)
{
    if (!is_set(sqlstate)) /* libpq's own errors have none: the line is broken */
        return error_set(error, ERROR_DATABASE, NULL, "%s", is_set(message) ? message : "connection to the database lost");
    if (strcmp(sqlstate, "NGERR") == 0) {
        error_make(error, kind_of_slug(message ? message : ""), is_set(column) ? column : NULL,
                   is_set(detail) ? detail : (message ? message : ""));
        return FALSE;
    }
    for (gsize i = 0; is_set(constraint) && i < G_N_ELEMENTS(constraint_kinds); i++)
        if (strcmp(constraint, constraint_kinds[i].constraint) == 0) {
            error_make(error, constraint_kinds[i].kind, constraint_kinds[i].field, message ? message : constraint);
            return FALSE;
        }
    ErrorKind kind = kind_of_sqlstate(sqlstate);
    return error_set(error, kind, is_set(column) ? column : NULL, "%s (SQLSTATE %s)", is_set(message) ? message : "database error",
                     sqlstate);
}

const char *error_field(const GError *error)
{
    return error && error->domain == NGHISU_ERROR ? nghisu_error_get_private(error)->field : NULL;
}

void error_set_retry_after(GError *error, guint seconds)
{
    if (error && error->domain == NGHISU_ERROR)
        nghisu_error_get_private(error)->retry_after = seconds;
}

guint error_retry_after(const GError *error)
{
    return error && error->domain == NGHISU_ERROR ? nghisu_error_get_private(error)->retry_after : 0;
}
