/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files and folders of the embedded PostgreSQL. It starts nothing but initdb.
 * The settings are written anew at each start: they are the program's, not the
 * operator's; who wants to tune PostgreSQL runs their own.
 */
#include "data/cluster_files.h"
#include "base/error.h"
#include "base/text.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <pwd.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROGRAMS "/usr/lib/postgresql" /* Debian's place: <version>/bin */
#define VERSION_MIN 15
#define SOCKET_FOLDER_MAX_BYTES 90 /* sockaddr_un takes 107, "/.s.PGSQL.5432.lock" is 19 of other files */
#define LOG_MAX_BYTES (8 << 20)

struct ClusterFiles {
    char *data, *folder, *bin, *socket, *log, *user;
};

/* shared_buffers and the like are small: a registry office's database, on a machine that does other work.
 * Nothing that could hold a person's words goes to the log: no statements, no parameters, no DETAIL. */
static const char settings[] = "listen_addresses = ''\n"
                               "unix_socket_permissions = 0700\n"
                               "max_connections = 200\n"
                               "shared_buffers = 64MB\n"
                               "work_mem = 8MB\n"
                               "maintenance_work_mem = 64MB\n"
                               "effective_cache_size = 512MB\n"
                               "random_page_cost = 1.1\n"
                               "jit = off\n"
                               "max_parallel_workers_per_gather = 0\n"
                               "max_logical_replication_workers = 0\n"
                               "autovacuum_max_workers = 2\n"
                               "wal_compression = on\n"
                               "min_wal_size = 64MB\n"
                               "max_wal_size = 512MB\n"
                               "checkpoint_timeout = 10min\n"
                               "dynamic_shared_memory_type = posix\n"
                               "update_process_title = off\n"
                               "timezone = 'UTC'\n"
                               "log_timezone = 'UTC'\n"
                               "lc_messages = 'C'\n"
                               "log_destination = stderr\n"
                               "logging_collector = off\n"
                               "log_checkpoints = off\n"
                               "log_min_messages = log\n"
                               "log_min_error_statement = panic\n"
                               "log_parameter_max_length = 0\n"
                               "log_parameter_max_length_on_error = 0\n"
                               "log_error_verbosity = terse\n"
                               "log_autovacuum_min_duration = -1\n";

static const char access_text[] = "local all all peer map=nghisu\n";

/* The version that made the folder, or 0. */
static guint made_by(const ClusterFiles *files)
{
    g_autofree char *path = g_build_filename(files->folder, "PG_VERSION", NULL);
    g_autofree char *text = NULL;
    return g_file_get_contents(path, &text, NULL, NULL) ? (guint)g_ascii_strtoull(text, NULL, 10) : 0;
}

static gboolean programs_find(ClusterFiles *files, GError **error)
{
    guint wanted = made_by(files), best = 0;
    g_autoptr(GDir) folder = g_dir_open(PROGRAMS, 0, NULL);
    for (const char *name; folder && (name = g_dir_read_name(folder));) {
        guint version = (guint)g_ascii_strtoull(name, NULL, 10);
        g_autofree char *program = g_build_filename(PROGRAMS, name, "bin", "postgres", NULL);
        if (version < VERSION_MIN || version < best || (wanted && version != wanted) || !g_file_test(program, G_FILE_TEST_IS_EXECUTABLE))
            continue;
        best = version;
        g_free(files->bin);
        files->bin = g_path_get_dirname(program);
    }
    if (best)
        return TRUE;
    if (wanted)
        return error_set(error, ERROR_CONFIG, NULL, "%s was made by PostgreSQL %u: install postgresql-%u", files->folder, wanted, wanted);
    return error_set(error, ERROR_CONFIG, NULL, "PostgreSQL %d or newer is not installed (Debian: apt install postgresql)", VERSION_MIN);
}

/* A folder only we may enter: made, or found to be exactly that. In /tmp somebody else may have been first. */
static gboolean private_folder(const char *path)
{
    struct stat facts;
    if (mkdir(path, 0700) < 0 && errno != EEXIST)
        return FALSE;
    if (lstat(path, &facts) < 0 || !S_ISDIR(facts.st_mode) || facts.st_uid != geteuid())
        return FALSE;
    return (facts.st_mode & 0077) == 0 || chmod(path, 0700) == 0;
}

static gboolean socket_find(ClusterFiles *files, GError **error)
{
    g_autofree char *hash = text_sha256(files->data, strlen(files->data));
    g_autofree char *name = g_strdup_printf("nghisu-%u-%.12s", (guint)geteuid(), hash);
    const char *const places[] = {g_getenv("XDG_RUNTIME_DIR"), "/run", "/tmp"};
    g_autofree char *beside = g_build_filename(files->data, "socket", NULL);
    if (strlen(beside) <= SOCKET_FOLDER_MAX_BYTES && private_folder(beside)) {
        files->socket = g_steal_pointer(&beside);
        return TRUE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *path = places[i] ? g_build_filename(places[i], name, NULL) : NULL;
        if (path && path[0] == '/' && strlen(path) <= SOCKET_FOLDER_MAX_BYTES && private_folder(path)) {
            files->socket = g_steal_pointer(&path);
            return TRUE;
        }
    }
    return error_set(error, ERROR_CONFIG, NULL, "no place for PostgreSQL's socket: %s is too long a path, /run and /tmp are closed",
                     files->data);
}

ClusterFiles *cluster_files_open(const char *data_folder, GError **error)
{
    ClusterFiles *files = g_new0(ClusterFiles, 1);
    if (g_mkdir_with_parents(data_folder, 0700) < 0) {
        error_set_errno(error, errno, data_folder);
        goto fail;
    }
    char *absolute = realpath(data_folder, NULL);
    files->data = g_strdup(absolute);
    free(absolute);
    if (!files->data) {
        error_set_errno(error, errno, data_folder);
        goto fail;
    }
    /* cppcheck-suppress getpwuidCalled ; no other thread is there yet */
    const struct passwd *user = getpwuid(geteuid());
    if (!user) {
        error_set(error, ERROR_CONFIG, NULL, "user %u has no name on this machine, and PostgreSQL knows its callers by name",
                  (guint)geteuid());
        goto fail;
    }
    files->user = g_strdup(user->pw_name);
    files->folder = g_build_filename(files->data, "database", NULL);
    files->log = g_build_filename(files->data, "database.log", NULL);
    if (programs_find(files, error) && socket_find(files, error))
        return files;
fail:
    cluster_files_close(files);
    return NULL;
}

void cluster_files_close(ClusterFiles *files)
{
    g_free(files->data);
    g_free(files->folder);
    g_free(files->bin);
    g_free(files->socket);
    g_free(files->log);
    g_free(files->user);
    g_free(files);
}

int cluster_files_lock(ClusterFiles *files, GError **error)
{
    g_autofree char *path = g_build_filename(files->data, "nghisu.lock", NULL);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        error_set_errno(error, errno, path);
        return -1;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    error_set(error, ERROR_CONFIG, NULL, "already running: another nghisu works on %s", files->data);
    close(fd);
    return -1;
}

static void folder_remove(const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    for (const char *name; folder && (name = g_dir_read_name(folder));) {
        g_autofree char *inside = g_build_filename(path, name, NULL);
        if (g_file_test(inside, G_FILE_TEST_IS_DIR) && !g_file_test(inside, G_FILE_TEST_IS_SYMLINK))
            folder_remove(inside);
        else
            g_unlink(inside);
    }
    g_rmdir(path);
}

/* In the child: an initdb whose nghisu was killed must not go on writing under the next one's hands. */
static void before_initdb(gpointer data)
{
    (void)data;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/* Made beside and renamed: what is called "database" is whole. */
static gboolean initdb(const ClusterFiles *files, GError **error)
{
    g_autofree char *fresh = g_strconcat(files->folder, ".new", NULL);
    g_autofree char *program = g_build_filename(files->bin, "initdb", NULL);
    g_autofree char *messages = NULL;
    g_autoptr(GError) problem = NULL;
    int status = 0;
    folder_remove(fresh);
    const char *const argv[] = {program, "--pgdata",         fresh,    "--username", CLUSTER_OWNER,      "--encoding",
                                "UTF8",  "--locale=C.UTF-8", "--auth", "peer",       "--data-checksums", "--no-instructions",
                                NULL};
    if (!g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, before_initdb, NULL, NULL, &messages, &status, &problem))
        return error_set(error, ERROR_CONFIG, NULL, "initdb: %s", problem->message);
    if (!g_spawn_check_wait_status(status, NULL))
        return error_set(error, ERROR_CONFIG, NULL, "initdb: %s", g_strstrip(messages));
    if (g_rename(fresh, files->folder) < 0)
        return error_set_errno(error, errno, files->folder);
    return TRUE;
}

static gboolean write_file(const ClusterFiles *files, const char *name, const char *text, GError **error)
{
    g_autofree char *path = g_build_filename(files->folder, name, NULL);
    g_autoptr(GError) problem = NULL;
    if (g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, &problem))
        return TRUE;
    return error_set(error, error_kind(problem), NULL, "%s", problem->message);
}

gboolean cluster_files_prepare(ClusterFiles *files, GError **error)
{
    if (!made_by(files) && !initdb(files, error))
        return FALSE;
    g_autofree char *people = g_strdup_printf("nghisu \"%s\" " CLUSTER_OWNER "\nnghisu \"%s\" " CLUSTER_APP "\n", files->user, files->user);
    return write_file(files, "postgresql.conf", settings, error) && write_file(files, "pg_hba.conf", access_text, error) &&
           write_file(files, "pg_ident.conf", people, error);
}

static char *pid_path(const ClusterFiles *files)
{
    return g_build_filename(files->folder, "postmaster.pid", NULL);
}

pid_t cluster_files_postmaster(const ClusterFiles *files)
{
    g_autofree char *path = pid_path(files);
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL))
        return 0;
    pid_t pid = (pid_t)g_ascii_strtoll(text, NULL, 10);
    if (pid <= 1 || (kill(pid, 0) < 0 && errno == ESRCH))
        return 0;
    /* The number may be another process's by now: a postmaster works inside its folder. */
    g_autofree char *link = g_strdup_printf("/proc/%d/cwd", (int)pid);
    g_autofree char *inside = g_file_read_link(link, NULL);
    return g_strcmp0(inside, files->folder) == 0 ? pid : 0;
}

gboolean cluster_files_forget_postmaster(const ClusterFiles *files, GError **error)
{
    g_autofree char *path = pid_path(files);
    g_autofree char *lock = g_build_filename(files->socket, ".s.PGSQL.5432.lock", NULL);
    g_autofree char *socket = g_build_filename(files->socket, ".s.PGSQL.5432", NULL);
    const char *const left[] = {path, lock, socket};
    for (gsize i = 0; i < G_N_ELEMENTS(left); i++)
        if (g_unlink(left[i]) < 0 && errno != ENOENT)
            return error_set_errno(error, errno, left[i]);
    return TRUE;
}

char **cluster_files_command(const ClusterFiles *files)
{
    g_autoptr(GStrvBuilder) argv = g_strv_builder_new();
    g_autofree char *program = g_build_filename(files->bin, "postgres", NULL);
    g_autofree char *socket = g_strconcat("unix_socket_directories=", files->socket, NULL);
    g_strv_builder_add_many(argv, program, "-D", files->folder, "-c", socket, "-c", "port=5432", NULL);
    return g_strv_builder_end(argv);
}

int cluster_files_log(const ClusterFiles *files, GError **error)
{
    int fd = open(files->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    struct stat facts;
    if (fd < 0)
        error_set_errno(error, errno, files->log);
    else if (fstat(fd, &facts) == 0 && facts.st_size > LOG_MAX_BYTES && ftruncate(fd, 0) < 0)
        g_debug("%s cannot be shortened", files->log); /* then it grows on: no reason not to start */
    return fd;
}

const char *cluster_files_log_path(const ClusterFiles *files)
{
    return files->log;
}

const char *cluster_files_folder(const ClusterFiles *files)
{
    return files->folder;
}

char *cluster_files_url(const ClusterFiles *files, const char *role, const char *database_name)
{
    /* In a conninfo string quotes and backslashes of a value are escaped. */
    g_autoptr(GString) host = g_string_new(files->socket);
    g_string_replace(host, "\\", "\\\\", 0);
    g_string_replace(host, "'", "\\'", 0);
    return g_strdup_printf("host='%s' port=5432 user=%s dbname=%s", host->str, role, database_name);
}
