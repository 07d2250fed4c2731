/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One connection to PostgreSQL with the settings all of ours have. It knows
 * no pool and runs no queries of the product.
 */
#include "data/db_connection.h"
#include "base/error.h"
#include "base/log.h"
#include <string.h>

#define SERVER_VERSION_MIN 150000

/* Limits keep one bad query or one forgotten transaction from holding others up. */
static const char settings_sql[] =
    "set statement_timeout = '15s'; set lock_timeout = '5s'; set idle_in_transaction_session_timeout = '30s'; "
    "set jit = off; set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'iso_8601'; "
    "set standard_conforming_strings = on; set client_min_messages = warning";

static void on_notice(void *data, const PGresult *notice)
{
    (void)data;
    const char *sqlstate = PQresultErrorField(notice, PG_DIAG_SQLSTATE);
    log_debug("database_notice", log_field("sqlstate", "%s", sqlstate ? sqlstate : ""));
}

PGconn *db_connect(const char *conninfo, GError **error)
{
    /* What stands after dbname wins over what is inside it; fallback_application_name lets the operator name it. */
    static const char *const names[] = {"dbname",
                                        "client_encoding",
                                        "fallback_application_name",
                                        "keepalives_idle",
                                        "keepalives_interval",
                                        "keepalives_count",
                                        "connect_timeout",
                                        NULL};
    const char *const values[] = {conninfo, "UTF8", "nghisu", "30", "10", "3", "5", NULL};
    g_autoptr(PGconn) pg = PQconnectdbParams(names, values, 1);
    if (!pg || PQstatus(pg) != CONNECTION_OK) {
        g_autofree char *message = g_strdup(pg ? PQerrorMessage(pg) : "out of memory");
        error_set(error, ERROR_DATABASE, NULL, "%s", g_strstrip(message));
        return NULL;
    }
    if (PQserverVersion(pg) < SERVER_VERSION_MIN) {
        error_set(error, ERROR_CONFIG, NULL, "PostgreSQL 15 or newer is needed, this server is %d", PQserverVersion(pg) / 10000);
        return NULL;
    }
    PQsetNoticeReceiver(pg, on_notice, NULL);
    PGresult *result = PQexec(pg, settings_sql);
    gboolean fine = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    if (!fine) {
        error_set(error, ERROR_DATABASE, NULL, "the connection's settings were refused: %s", PQerrorMessage(pg));
        return NULL;
    }
    return g_steal_pointer(&pg);
}
