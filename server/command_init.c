/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nghisu init: the first system administrator of a new installation. Every
 * other person is made by that one, in the pages.
 */
#include "command/command.h"
#include "api/password.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define GENERATED_BYTES 15 /* twenty characters */

/* One line without echo. NULL when there was none. Caller frees. */
static char *line_ask(const char *prompt)
{
    struct termios before, silent;
    char line[512] = "";
    fputs(prompt, stderr);
    if (tcgetattr(STDIN_FILENO, &before) != 0)
        return NULL;
    silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    char *got = fgets(line, sizeof line, stdin);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    fputs("\n", stderr);
    char *copy = got ? g_strdup(g_strchomp(line)) : NULL;
    sodium_memzero(line, sizeof line);
    return copy;
}

/* From the environment, the terminal, or chance. Caller frees. */
static char *password_get(const char *account, gboolean *generated, GError **error)
{
    g_autofree char *password = g_strdup(g_getenv("NGHISU_ADMIN_PASSWORD"));
    *generated = FALSE;
    if (!password && isatty(STDIN_FILENO)) {
        password = line_ask("Password: ");
        g_autofree char *again = line_ask("Again: ");
        if (!password || g_strcmp0(password, again) != 0)
            return error_set(error, ERROR_WRONG_VALUE, "password", "the two passwords differ"), NULL;
    }
    if (!password) {
        guint8 bytes[GENERATED_BYTES];
        randombytes_buf(bytes, sizeof bytes);
        *generated = TRUE;
        return text_base64url(bytes, sizeof bytes);
    }
    return password_strong(password, account, "password", error) ? g_steal_pointer(&password) : NULL;
}

/* Person and role in one transaction, as the owner. */
static gboolean admin_make(House *house, const char *account, const char *name, const char *hash, GError **error)
{
    g_autoptr(DbConn) conn = db_take(house->owner_db, error);
    if (!conn || !db_begin(conn, NULL, error))
        return FALSE;
    g_autoptr(json_t) body = json_pack("{s:s, s:s}", "account", account, "full_name", name);
    g_autofree char *body_text = json_canonical(body);
    const char *person_values[] = {body_text, hash};
    g_autoptr(PGresult) person = db_step(conn, Q_PERSON_CREATE, 2, person_values, error);
    if (!person)
        return FALSE;
    const char *reply_text = db_text(person);
    g_autoptr(json_t) reply = reply_text ? json_parse(reply_text, strlen(reply_text), error) : NULL;
    const char *id = json_string_value(json_object_get(reply, "id"));
    if (!id)
        return error_set(error, ERROR_INTERNAL, NULL, "the person was not made");
    const char *role_values[] = {id, "{\"roles\": [{\"role\": \"system_admin\"}]}"};
    g_autoptr(PGresult) role = db_step(conn, Q_PERSON_ROLES_SET, 2, role_values, error);
    return role && db_commit(conn, error);
}

int command_init(int count, char **arguments)
{
    g_autofree char *account = NULL, *name = NULL;
    g_autoptr(GError) error = NULL;
    /* Ours are taken out first: config_read knows only its own. */
    int kept = 0;
    for (int i = 0; i < count; i++) {
        char **into = strcmp(arguments[i], "--admin") == 0 ? &account : strcmp(arguments[i], "--name") == 0 ? &name : NULL;
        if (into && i + 1 < count) {
            g_free(*into);
            *into = g_strdup(arguments[++i]);
        } else {
            arguments[kept++] = arguments[i];
        }
    }
    arguments[kept] = NULL;
    count = kept;
    g_autoptr(Config) config = command_config(&count, &arguments);
    if (!config)
        return EXIT_USAGE;
    if (!account) {
        fputs("nghisu: init needs --admin ACCOUNT\n", stderr);
        return EXIT_USAGE;
    }
    gboolean generated;
    g_autofree char *password = password_get(account, &generated, &error);
    if (!password)
        return command_failed(error);
    g_autofree char *hash = password_hash(password, &error);
    g_autoptr(Installation) installation = hash ? installation_open(g_steal_pointer(&config), &error) : NULL;
    if (!installation || !admin_make(&installation->house, account, name ? name : account, hash, &error)) {
        if (error_kind(error) == ERROR_DUPLICATE)
            fprintf(stderr, "nghisu: there is an account %s already\n", account);
        else
            command_failed(error);
        return EXIT_FAILURE;
    }
    if (generated)
        printf("%s: %s\n", account, password);
    printf("%s is a system administrator; the password must be changed at the first sign-in.\n", account);
    sodium_memzero(password, strlen(password));
    return EXIT_SUCCESS;
}
