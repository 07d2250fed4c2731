/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The configuration from built-in values, file, environment and command line,
 * by one table of keys. It decides nothing itself: that plain HTTP serves
 * loopback only is `serve`'s to refuse.
 */
#include "base/config.h"
#include "base/error.h"
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#define CONFIG_FILE "/etc/nghisu/nghisu.conf"
#define CONFIG_GROUP "nghisu"

typedef enum { KEY_TEXT, KEY_NUMBER, KEY_BYTES } KeyKind;

typedef struct {
    const char *name; /* in the file; in the environment NGHISU_ and capitals; on the command line with hyphens */
    gsize offset;
    KeyKind kind;
    const char *built_in; /* NULL: not set */
    gint64 min, max;      /* of numbers */
    const char *about;
} Key;

#define KEY(member) #member, offsetof(Config, member)
static const Key keys[] = {
    {KEY(data), KEY_TEXT, "data", 0, 0, "folder for database, documents and cache"},
    {KEY(listen), KEY_TEXT, "127.0.0.1:8080", 0, 0, "address:port; port 0 takes a free one"},
    {KEY(database), KEY_TEXT, NULL, 0, 0, "URL of an existing PostgreSQL, as its owner"},
    {KEY(database_app), KEY_TEXT, NULL, 0, 0, "the same for the role nghisu_app"},
    {KEY(tls_certificate), KEY_TEXT, NULL, 0, 0, "PEM file of the certificate and its chain"},
    {KEY(tls_key), KEY_TEXT, NULL, 0, 0, "PEM file of its key"},
    {KEY(origin), KEY_TEXT, NULL, 0, 0, "what browsers type: https://hop.tinh.gov.vn"},
    {KEY(trusted_proxy), KEY_TEXT, NULL, 0, 0, "addresses of proxies whose X-Forwarded-For is believed"},
    {KEY(web), KEY_TEXT, NULL, 0, 0, "folder of the built pages"},
    {KEY(workers), KEY_TEXT, NULL, 0, 0, "folder of the worker programs"},
    {KEY(sample), KEY_TEXT, NULL, 0, 0, "folder of sample data for an empty database"},
    {KEY(zone), KEY_TEXT, "Asia/Ho_Chi_Minh", 0, 0, "time zone of civil dates"},
    {KEY(smtp_url), KEY_TEXT, NULL, 0, 0, "mail server: smtp://host:587 or smtps://host; without it no mail is sent"},
    {KEY(smtp_user), KEY_TEXT, NULL, 0, 0, "account at the mail server"},
    {KEY(smtp_password_file), KEY_TEXT, NULL, 0, 0, "file that holds its password alone"},
    {KEY(smtp_ca), KEY_TEXT, NULL, 0, 0, "PEM file of authorities to trust for it; else the system's"},
    {KEY(mail_from), KEY_TEXT, NULL, 0, 0, "address that mail is from"},
    {KEY(log_level), KEY_TEXT, "info", 0, 0, "debug, info, warning or error"},
    {KEY(upload_limit_bytes), KEY_BYTES, "2GiB", 1 << 20, G_GINT64_CONSTANT(1) << 40, "largest file"},
    {KEY(page_cache_bytes), KEY_BYTES, "4GiB", 1 << 20, G_GINT64_CONSTANT(1) << 50, "disk for drawn pages"},
    {KEY(session_hours), KEY_NUMBER, "12", 1, 24 * 365, "idle life of a session"},
    {KEY(worker_threads), KEY_NUMBER, NULL, 1, 512, "threads for quick requests"},
    {KEY(connections), KEY_NUMBER, "8000", 16, 1000000, "most sockets"},
    {KEY(stop_grace_seconds), KEY_NUMBER, "10", 0, 3600, "how long running requests may finish at stop"},
};

/* "2GiB", "512 MiB", "1048576". */
static gboolean bytes_parse(const char *text, gint64 *out)
{
    static const struct {
        const char *unit;
        gint64 factor;
    } units[] = {{"", 1}, {"kib", 1 << 10}, {"mib", 1 << 20}, {"gib", 1 << 30}, {"tib", G_GINT64_CONSTANT(1) << 40}};
    char *rest = NULL;
    gint64 number = g_ascii_strtoll(text, &rest, 10);
    if (rest == text || number < 0)
        return FALSE;
    while (*rest == ' ')
        rest++;
    for (gsize i = 0; i < G_N_ELEMENTS(units); i++)
        if (g_ascii_strcasecmp(rest, units[i].unit) == 0) {
            if (number > G_MAXINT64 / units[i].factor)
                return FALSE;
            *out = number * units[i].factor;
            return TRUE;
        }
    return FALSE;
}

static gboolean key_set(Config *config, const Key *key, const char *value, const char *where, GError **error)
{
    gpointer member = (char *)config + key->offset;
    if (!g_utf8_validate(value, -1, NULL))
        return error_set(error, ERROR_CONFIG, key->name, "%s: %s is not UTF-8", where, key->name);
    if (key->kind == KEY_TEXT) {
        char **text = member;
        g_free(*text);
        *text = *value ? g_strdup(value) : NULL;
        return TRUE;
    }
    gint64 number = 0;
    gboolean fits = key->kind == KEY_BYTES ? bytes_parse(value, &number) && number >= key->min && number <= key->max
                                           : g_ascii_string_to_signed(value, 10, key->min, key->max, &number, NULL);
    if (!fits)
        return error_set(error, ERROR_CONFIG, key->name,
                         "%s: %s is \"%s\"; a number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT " is wanted", where, key->name, value,
                         key->min, key->max);
    *(gint64 *)member = number;
    return TRUE;
}

static const Key *key_find(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        if (strcmp(keys[i].name, name) == 0)
            return &keys[i];
    return NULL;
}

static gboolean read_file(Config *config, const char *path, gboolean must_be_there, GError **error)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GError) problem = NULL;
    if (!must_be_there && !g_file_test(path, G_FILE_TEST_EXISTS))
        return TRUE;
    if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, &problem))
        return error_set(error, ERROR_CONFIG, NULL, "%s: %s", path, problem->message);
    g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
    for (char **group = groups; *group; group++)
        if (strcmp(*group, CONFIG_GROUP) != 0)
            return error_set(error, ERROR_CONFIG, NULL, "%s: group [%s] is not known; all keys stand in [%s]", path, *group, CONFIG_GROUP);
    g_auto(GStrv) names = g_key_file_get_keys(file, CONFIG_GROUP, NULL, NULL);
    for (char **name = names; name && *name; name++) {
        const Key *key = key_find(*name);
        if (!key)
            return error_set(error, ERROR_CONFIG, *name, "%s: key %s is not known", path, *name);
        g_autofree char *value = g_key_file_get_string(file, CONFIG_GROUP, *name, &problem);
        if (!value)
            return error_set(error, ERROR_CONFIG, *name, "%s: %s", path, problem->message);
        if (!key_set(config, key, g_strstrip(value), path, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean read_environment(Config *config, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autofree char *capitals = g_ascii_strup(keys[i].name, -1);
        g_autofree char *name = g_strconcat("NGHISU_", capitals, NULL);
        const char *value = g_getenv(name);
        if (value && !key_set(config, &keys[i], value, name, error))
            return FALSE;
    }
    return TRUE;
}

/* What depends on the machine or on where the program lies. */
static void fill_rest(Config *config)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *folder = program ? g_path_get_dirname(program) : g_strdup(".");
    if (!config->workers) {
        g_autofree char *beside = g_build_filename(folder, "nghisu-render", NULL);
        config->workers =
            g_file_test(beside, G_FILE_TEST_IS_EXECUTABLE) ? g_strdup(folder) : g_build_filename(folder, "../lib/nghisu", NULL);
    }
    if (!config->web) {
        static const char *const places[] = {"../web/dist", "../share/nghisu/web", NULL};
        for (int i = 0; places[i] && !config->web; i++) {
            g_autofree char *place = g_build_filename(folder, places[i], NULL);
            if (g_file_test(place, G_FILE_TEST_IS_DIR))
                config->web = g_steal_pointer(&place);
        }
        if (!config->web)
            config->web = g_strdup("web/dist");
    }
    if (config->worker_threads == 0)
        config->worker_threads = MAX(8, 4 * (gint64)g_get_num_processors());
}

static gboolean check(const Config *config, GError **error)
{
    static const char *const levels[] = {"debug", "info", "warning", "error", NULL};
    if (!config->data || !config->listen)
        return error_set(error, ERROR_CONFIG, config->data ? "listen" : "data", "data and listen must not be empty");
    if (!config->log_level || !g_strv_contains(levels, config->log_level))
        return error_set(error, ERROR_CONFIG, "log_level", "log_level is debug, info, warning or error");
    if (!config->tls_certificate != !config->tls_key)
        return error_set(error, ERROR_CONFIG, "tls_key", "tls_certificate and tls_key are given together");
    if (config->origin && !g_regex_match_simple("^https?://[^/?#@]+$", config->origin, 0, 0))
        return error_set(error, ERROR_CONFIG, "origin", "origin is scheme and host, like https://hop.tinh.gov.vn");
    if (config->smtp_url && !g_regex_match_simple("^smtps?://[^/?#@]+/?$", config->smtp_url, 0, 0))
        return error_set(error, ERROR_CONFIG, "smtp_url", "smtp_url is like smtp://thu.tinh.gov.vn:587, without account or password");
    if (config->smtp_url && (!config->mail_from || !g_regex_match_simple("^[^\\s@<>\"]+@[^\\s@<>\"]+$", config->mail_from, 0, 0)))
        return error_set(error, ERROR_CONFIG, "mail_from", "with smtp_url, mail_from is the address that mail is from");
    g_autoptr(GTimeZone) zone = config->zone ? g_time_zone_new_identifier(config->zone) : NULL;
    if (!zone)
        return error_set(error, ERROR_CONFIG, "zone", "zone is not a time zone's name, like Asia/Ho_Chi_Minh");
    return TRUE;
}

Config *config_read(int *argument_count, char ***arguments, GError **error)
{
    g_autoptr(Config) config = g_new0(Config, 1);
    g_autofree char *file = NULL;
    gboolean no_sample = FALSE;
    char *given[G_N_ELEMENTS(keys)] = {NULL};
    g_autofree GOptionEntry *entries = g_new0(GOptionEntry, G_N_ELEMENTS(keys) + 3);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    gboolean done = FALSE;

    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        char *name = g_strdelimit(g_strdup(keys[i].name), "_", '-');
        g_ptr_array_add(names, name);
        /* FILENAME: bytes as they are, whatever the terminal's locale; key_set checks that they are UTF-8. */
        entries[i] = (GOptionEntry){name, 0, 0, G_OPTION_ARG_FILENAME, &given[i], keys[i].about, "VALUE"};
    }
    entries[G_N_ELEMENTS(keys)] =
        (GOptionEntry){"config", 0, 0, G_OPTION_ARG_FILENAME, &file, "configuration file; else " CONFIG_FILE, "FILE"};
    entries[G_N_ELEMENTS(keys) + 1] = (GOptionEntry){"no-sample", 0, 0, G_OPTION_ARG_NONE, &no_sample, "no sample data", NULL};

    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autoptr(GError) problem = NULL;
    g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_set_help_enabled(context, FALSE);
    /* GLib skips the first argument as the program's name: give it one. */
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    g_ptr_array_add(all, (gpointer) "nghisu");
    for (int i = 0; i < *argument_count; i++)
        g_ptr_array_add(all, (*arguments)[i]);
    g_ptr_array_add(all, NULL);
    int count = *argument_count + 1;
    char **vector = (char **)all->pdata;
    if (!g_option_context_parse(context, &count, &vector, &problem)) {
        error_set(error, ERROR_CONFIG, NULL, "%s", problem->message);
        goto out;
    }
    for (int i = 1; i < count; i++)
        (*arguments)[i - 1] = vector[i];
    (*arguments)[count - 1] = NULL;
    *argument_count = count - 1;

    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        if (keys[i].built_in && !key_set(config, &keys[i], keys[i].built_in, "built in", error))
            goto out;
    if (!read_file(config, file ? file : CONFIG_FILE, file != NULL, error) || !read_environment(config, error))
        goto out;
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autofree char *option = g_strconcat("--", (char *)names->pdata[i], NULL);
        if (given[i] && !key_set(config, &keys[i], given[i], option, error))
            goto out;
    }
    if (no_sample)
        g_clear_pointer(&config->sample, g_free);
    fill_rest(config);
    done = check(config, error);
out:
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        g_free(given[i]);
    return done ? g_steal_pointer(&config) : NULL;
}

char *config_help(void)
{
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autofree char *name = g_strdelimit(g_strdup(keys[i].name), "_", '-');
        g_string_append_printf(text, "  --%-20s %s", name, keys[i].about);
        if (keys[i].built_in)
            g_string_append_printf(text, " (%s)", keys[i].built_in);
        g_string_append_c(text, '\n');
    }
    g_string_append(text, "  --no-sample            no sample data\n  --config               configuration file\n");
    return g_string_free(text, FALSE);
}

void config_free(Config *config)
{
    if (!config)
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        if (keys[i].kind == KEY_TEXT)
            g_free(*(char **)((char *)config + keys[i].offset));
    g_free(config);
}
