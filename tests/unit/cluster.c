/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The embedded PostgreSQL through its life: made, stopped, started again,
 * killed, left alone, and kept from strangers.
 */
#include "private_cluster.h"
#include "data/db_connection.h"
#include "base/error.h"
#include "base/log.h"
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

static char *folder;

static char *ask(const char *url, const char *sql, GError **error)
{
    g_autoptr(PGconn) pg = db_connect(url, error);
    if (!pg)
        return NULL;
    PGresult *result = PQexec(pg, sql);
    char *text = PQntuples(result) ? g_strdup(PQgetvalue(result, 0, 0)) : g_strdup("");
    PQclear(result);
    return text;
}

static pid_t postmaster_pid(void)
{
    g_autofree char *path = g_build_filename(folder, "database", "postmaster.pid", NULL);
    g_autofree char *text = NULL;
    return g_file_get_contents(path, &text, NULL, NULL) ? (pid_t)atoi(text) : 0;
}

static gboolean is_gone(pid_t pid)
{
    for (int i = 0; i < 1000 && kill(pid, 0) == 0; i++)
        g_usleep(10 * 1000);
    return kill(pid, 0) != 0;
}

static void cluster__is_made_as_promised(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Cluster) cluster = cluster_start(folder, &error);
    g_assert_no_error(error);
    g_assert_true(cluster_alive(cluster));
    static const struct {
        const char *sql, *wanted;
    } facts[] = {{"show data_checksums", "on"},
                 {"show server_encoding", "UTF8"},
                 {"show listen_addresses", ""},
                 {"show fsync", "on"},
                 {"show synchronous_commit", "on"},
                 {"select current_user", "nghisu_owner"},
                 {"select current_database()", "nghisu"},
                 {"select lower('ĐỨC') = 'đức'", "t"},
                 {"select 'Ánh' < 'Bình' collate \"vi-x-icu\"", "t"}};
    for (gsize i = 0; i < G_N_ELEMENTS(facts); i++) {
        g_autofree char *answer = ask(cluster_owner_url(cluster), facts[i].sql, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(answer, ==, facts[i].wanted);
    }
    g_autofree char *socket = ask(cluster_owner_url(cluster), "show unix_socket_directories", &error);
    struct stat stats;
    g_assert_cmpint(stat(socket, &stats), ==, 0);
    g_assert_cmpuint(stats.st_mode & 0777, ==, 0700);
}

static void cluster__keeps_what_was_written(void)
{
    g_autoptr(GError) error = NULL;
    Cluster *cluster = cluster_start(folder, &error);
    g_assert_no_error(error);
    g_free(ask(cluster_owner_url(cluster), "create table kept as select 7 as n", &error));
    pid_t pid = postmaster_pid();
    cluster_stop(cluster);
    g_assert_true(is_gone(pid));
    cluster = cluster_start(folder, &error);
    g_assert_no_error(error);
    g_autofree char *answer = ask(cluster_owner_url(cluster), "select n from kept", &error);
    g_assert_cmpstr(answer, ==, "7");
    cluster_stop(cluster);
}

static void cluster__a_second_server_is_refused(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Cluster) cluster = cluster_start(folder, &error);
    g_assert_no_error(error);
    g_assert_null(cluster_start(folder, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_CONFIG);
    g_assert_nonnull(strstr(error->message, "already running"));
    g_assert_true(cluster_alive(cluster));
}

static void cluster__a_killed_postmaster_is_started_again(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Cluster) cluster = cluster_start(folder, &error);
    g_assert_no_error(error);
    g_free(ask(cluster_owner_url(cluster), "create table if not exists before_kill as select 1 as n", &error));
    kill(postmaster_pid(), SIGKILL);
    g_autofree char *answer = NULL;
    for (int i = 0; i < 300 && !answer; i++) {
        g_usleep(50 * 1000);
        answer = ask(cluster_owner_url(cluster), "select n from before_kill", NULL);
    }
    g_assert_cmpstr(answer, ==, "1");
    g_assert_true(cluster_alive(cluster));
}

/* A child plays the killed server. */
static void start_in_child_and_kill(gboolean postmaster_too)
{
    pid_t child = fork();
    g_assert_cmpint(child, >=, 0);
    if (child == 0) {
        cluster_start(folder, NULL);
        raise(SIGSTOP);
        _exit(1);
    }
    int status;
    waitpid(child, &status, WUNTRACED);
    g_assert_true(WIFSTOPPED(status));
    pid_t pid = postmaster_pid();
    if (postmaster_too)
        kill(pid, SIGKILL);
    else
        kill(pid, SIGSTOP); /* it cannot obey the kernel's SIGINT: a true orphan */
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    if (!postmaster_too)
        kill(pid, SIGCONT);
}

static void cluster__an_orphan_is_taken_over(void)
{
    g_autoptr(GError) error = NULL;
    start_in_child_and_kill(FALSE);
    g_autoptr(Cluster) cluster = cluster_start(folder, &error);
    g_assert_no_error(error);
    g_autofree char *answer = ask(cluster_owner_url(cluster), "select n from kept", &error);
    g_assert_cmpstr(answer, ==, "7");
}

static void cluster__recovers_after_all_were_killed(void)
{
    g_autoptr(GError) error = NULL;
    start_in_child_and_kill(TRUE);
    g_autoptr(Cluster) cluster = cluster_start(folder, &error);
    g_assert_no_error(error);
    g_autofree char *answer = ask(cluster_owner_url(cluster), "select n from kept", &error);
    g_assert_cmpstr(answer, ==, "7");
}

static void cluster__a_pid_file_of_another_process_is_no_obstacle(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(folder, "database", "postmaster.pid", NULL);
    g_autofree char *text = g_strdup_printf("%d\n%s/database\n", (int)getpid(), folder);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    g_autoptr(Cluster) cluster = cluster_start(folder, &error);
    g_assert_no_error(error);
}

static void cluster__a_long_path_gets_its_socket_elsewhere(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *deep =
        g_build_filename(folder, "mot-thu-muc-co-ten-rat-dai-de-vuot-qua-gioi-han", "mot-thu-muc-nua-cung-dai-nhu-the-ấy's", NULL);
    g_autoptr(Cluster) cluster = cluster_start(deep, &error);
    g_assert_no_error(error);
    g_autofree char *answer = ask(cluster_app_url(cluster), "select 1", &error);
    g_assert_nonnull(error); /* the role is made by migrate, not here */
    g_clear_error(&error);
    g_autofree char *owner = ask(cluster_owner_url(cluster), "show unix_socket_directories", &error);
    g_assert_no_error(error);
    g_assert_false(g_str_has_prefix(owner, folder));
    cluster_stop(g_steal_pointer(&cluster));
    private_folder_remove(owner);
}

static void cluster__a_broken_off_initdb_is_begun_again(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *data = g_build_filename(folder, "fresh", NULL);
    g_autofree char *half = g_build_filename(data, "database.new", "base", NULL);
    g_assert_cmpint(g_mkdir_with_parents(half, 0700), ==, 0);
    g_autoptr(Cluster) cluster = cluster_start(data, &error);
    g_assert_no_error(error);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    log_start(G_LOG_LEVEL_ERROR);
    g_log_set_always_fatal(G_LOG_LEVEL_ERROR);
    folder = private_folder_make();
    g_test_add_func("/cluster/cluster__is_made_as_promised", cluster__is_made_as_promised);
    g_test_add_func("/cluster/cluster__keeps_what_was_written", cluster__keeps_what_was_written);
    g_test_add_func("/cluster/cluster__a_second_server_is_refused", cluster__a_second_server_is_refused);
    g_test_add_func("/cluster/cluster__a_killed_postmaster_is_started_again", cluster__a_killed_postmaster_is_started_again);
    g_test_add_func("/cluster/cluster__an_orphan_is_taken_over", cluster__an_orphan_is_taken_over);
    g_test_add_func("/cluster/cluster__recovers_after_all_were_killed", cluster__recovers_after_all_were_killed);
    g_test_add_func("/cluster/cluster__a_pid_file_of_another_process_is_no_obstacle",
                    cluster__a_pid_file_of_another_process_is_no_obstacle);
    g_test_add_func("/cluster/cluster__a_long_path_gets_its_socket_elsewhere", cluster__a_long_path_gets_its_socket_elsewhere);
    g_test_add_func("/cluster/cluster__a_broken_off_initdb_is_begun_again", cluster__a_broken_off_initdb_is_begun_again);
    int failed = g_test_run();
    private_folder_remove(folder);
    g_free(folder);
    return failed;
}
