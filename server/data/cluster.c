/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of the embedded PostgreSQL: found, started, watched, stopped. One
 * thread starts the postmaster and waits for it, so that the kernel can be told
 * to stop PostgreSQL when that thread, and so nghisu, is gone. What stands in
 * its folder is cluster_files.c's. It is no way to reach a server that somebody
 * else runs: that is --database.
 */
#include "data/cluster.h"
#include "data/cluster_files.h"
#include "data/db_connection.h"
#include "base/error.h"
#include "base/log.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define START_SECONDS 60      /* without any answer; recovery after a crash answers "starting" and may take longer */
#define RECOVERY_SECONDS 1800 /* a server that recovers is not given up before */
#define STOP_SECONDS 60       /* fast shutdown ends with a checkpoint */
#define ORPHAN_SECONDS 30     /* a postmaster left by a killed nghisu */
#define STARTS_MAX 8          /* at the very start; they take some 12 s */
#define RESTART_FIRST_MILLISECONDS 100
#define RESTART_MOST_MILLISECONDS 5000

struct Cluster {
    ClusterFiles *files;
    char *owner_url, *app_url;
    int lock_fd; /* held while we live: two servers on one folder are refused */
    GThread *supervisor;
    GMutex lock;
    GCond changed;
    GPid pid;     /* 0: none */
    guint starts; /* how often a postmaster was started */
    gboolean stopping;
};

/* In the child, between fork and exec: only async-signal-safe calls. */
static void before_exec(gpointer data)
{
    const pid_t *parent = data;
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setsid();                        /* Ctrl-C in our terminal is ours: PostgreSQL is stopped after the last request */
    prctl(PR_SET_PDEATHSIG, SIGINT); /* nghisu killed: a fast shutdown, not an orphan */
    if (getppid() != *parent)
        _exit(1);
}

static gboolean postmaster_spawn(Cluster *cluster, GPid *pid, GError **error)
{
    g_autoptr(GError) problem = NULL;
    g_auto(GStrv) argv = cluster_files_command(cluster->files);
    pid_t parent = getpid();
    int log_fd = cluster_files_log(cluster->files, error);
    if (log_fd < 0)
        return FALSE;
    /* GLib closes all other descriptors of the child, the lock's among them. */
    gboolean fine =
        g_spawn_async_with_fds(NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, before_exec, &parent, pid, -1, log_fd, log_fd, &problem);
    close(log_fd);
    return fine || error_set(error, ERROR_CONFIG, NULL, "PostgreSQL cannot be started: %s", problem->message);
}

/* Waits for the end without reaping, so that the pid stays ours until `pid` says 0. */
static void postmaster_wait(Cluster *cluster, GPid pid)
{
    siginfo_t info;
    while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) < 0 && errno == EINTR)
        continue;
    g_mutex_lock(&cluster->lock);
    cluster->pid = 0;
    waitpid(pid, NULL, 0);
    g_cond_broadcast(&cluster->changed);
    g_mutex_unlock(&cluster->lock);
}

static gpointer supervise(gpointer data)
{
    Cluster *cluster = data;
    guint pause = RESTART_FIRST_MILLISECONDS;
    g_mutex_lock(&cluster->lock);
    while (!cluster->stopping) {
        g_autoptr(GError) problem = NULL;
        GPid pid = 0;
        gint64 started_at = g_get_monotonic_time();
        cluster->starts++;
        if (!postmaster_spawn(cluster, &pid, &problem)) {
            log_error("database_start_failed", log_field("problem", "%s", problem->message));
        } else {
            cluster->pid = pid;
            g_mutex_unlock(&cluster->lock);
            postmaster_wait(cluster, pid);
            g_mutex_lock(&cluster->lock);
        }
        if (cluster->stopping)
            break;
        if (g_get_monotonic_time() - started_at > START_SECONDS * G_USEC_PER_SEC)
            pause = RESTART_FIRST_MILLISECONDS;
        log_error("database_died", log_field("restart_in_milliseconds", "%u", pause));
        gint64 until = g_get_monotonic_time() + (gint64)pause * 1000;
        while (!cluster->stopping && g_cond_wait_until(&cluster->changed, &cluster->lock, until))
            continue;
        pause = MIN(pause * 2, RESTART_MOST_MILLISECONDS);
    }
    g_mutex_unlock(&cluster->lock);
    return NULL;
}

gboolean cluster_alive(const Cluster *cluster)
{
    GMutex *lock = (GMutex *)&cluster->lock;
    g_mutex_lock(lock);
    gboolean alive = cluster->pid != 0;
    g_mutex_unlock(lock);
    return alive;
}

/* A postmaster that an earlier, killed nghisu left behind is stopped: ours must be our child, with today's settings. */
static gboolean orphan_stop(Cluster *cluster, GError **error)
{
    pid_t pid = cluster_files_postmaster(cluster->files);
    if (pid == 0)
        return cluster_files_forget_postmaster(cluster->files, error);
    log_warn("database_orphan", log_field("pid", "%d", (int)pid));
    kill(pid, SIGINT);
    for (gint64 until = g_get_monotonic_time() + ORPHAN_SECONDS * G_USEC_PER_SEC; cluster_files_postmaster(cluster->files) == pid;) {
        if (g_get_monotonic_time() > until) {
            kill(pid, SIGQUIT); /* immediate: recovery follows at our start */
            until = g_get_monotonic_time() + ORPHAN_SECONDS * G_USEC_PER_SEC;
        }
        g_usleep(20 * 1000);
    }
    return cluster_files_forget_postmaster(cluster->files, error);
}

/* Until it takes connections. Before that it may die a few times: backends of a killed postmaster may still hold its memory. */
static gboolean wait_until_ready(Cluster *cluster, const char *url, GError **error)
{
    gint64 start = g_get_monotonic_time();
    for (;;) {
        PGPing ping = PQping(url);
        if (ping == PQPING_OK)
            return TRUE;
        gint64 waited = g_get_monotonic_time() - start;
        g_mutex_lock(&cluster->lock);
        gboolean hopeless = cluster->starts > STARTS_MAX;
        g_mutex_unlock(&cluster->lock);
        if (hopeless || waited > (ping == PQPING_REJECT ? RECOVERY_SECONDS : START_SECONDS) * G_USEC_PER_SEC)
            return error_set(error, ERROR_DATABASE, NULL, "PostgreSQL does not answer; its messages are in %s",
                             cluster_files_log_path(cluster->files));
        g_usleep(10 * 1000);
    }
}

static gboolean database_make(Cluster *cluster, GError **error)
{
    g_autoptr(GError) problem = NULL;
    g_autoptr(PGconn) there = db_connect(cluster->owner_url, &problem);
    if (there)
        return TRUE;
    g_autofree char *url = cluster_files_url(cluster->files, CLUSTER_OWNER, "postgres");
    g_autoptr(PGconn) pg = db_connect(url, error);
    if (!pg)
        return FALSE;
    PGresult *found = PQexec(pg, "select from pg_database where datname = '" CLUSTER_DATABASE "'");
    gboolean missing = PQresultStatus(found) == PGRES_TUPLES_OK && PQntuples(found) == 0;
    PQclear(found);
    if (!missing) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return FALSE;
    }
    PGresult *made = PQexec(pg, "create database " CLUSTER_DATABASE);
    gboolean fine = PQresultStatus(made) == PGRES_COMMAND_OK;
    PQclear(made);
    return fine || error_set(error, ERROR_DATABASE, NULL, "create database: %s", PQerrorMessage(pg));
}

Cluster *cluster_start(const char *data_folder, GError **error)
{
    if (geteuid() == 0) {
        error_set(error, ERROR_CONFIG, NULL,
                  "PostgreSQL refuses to run as root: start nghisu as an ordinary user (./run does), or name a server with --database");
        return NULL;
    }
    g_autoptr(Cluster) cluster = g_new0(Cluster, 1);
    cluster->lock_fd = -1;
    g_mutex_init(&cluster->lock);
    g_cond_init(&cluster->changed);
    cluster->files = cluster_files_open(data_folder, error);
    if (!cluster->files)
        return NULL;
    cluster->lock_fd = cluster_files_lock(cluster->files, error);
    if (cluster->lock_fd < 0 || !orphan_stop(cluster, error) || !cluster_files_prepare(cluster->files, error))
        return NULL;
    cluster->owner_url = cluster_files_url(cluster->files, CLUSTER_OWNER, CLUSTER_DATABASE);
    cluster->app_url = cluster_files_url(cluster->files, CLUSTER_APP, CLUSTER_DATABASE);
    cluster->supervisor = g_thread_new("postmaster", supervise, cluster);
    if (!wait_until_ready(cluster, cluster->owner_url, error) || !database_make(cluster, error))
        return NULL;
    log_info("database_started", log_field("folder", "%s", cluster_files_folder(cluster->files)));
    return g_steal_pointer(&cluster);
}

const char *cluster_owner_url(const Cluster *cluster)
{
    return cluster->owner_url;
}

const char *cluster_app_url(const Cluster *cluster)
{
    return cluster->app_url;
}

static void postmaster_stop(Cluster *cluster)
{
    gint64 until = g_get_monotonic_time() + STOP_SECONDS * G_USEC_PER_SEC;
    g_mutex_lock(&cluster->lock);
    cluster->stopping = TRUE;
    g_cond_broadcast(&cluster->changed);
    if (cluster->pid)
        kill(cluster->pid, SIGINT); /* fast: ends sessions, writes a checkpoint */
    while (cluster->pid)
        if (!g_cond_wait_until(&cluster->changed, &cluster->lock, until) && cluster->pid) {
            log_warn("database_stop_slow", log_field("seconds", "%d", STOP_SECONDS));
            kill(cluster->pid, SIGQUIT);
            until = g_get_monotonic_time() + STOP_SECONDS * G_USEC_PER_SEC;
        }
    g_mutex_unlock(&cluster->lock);
    g_thread_join(cluster->supervisor);
}

void cluster_stop(Cluster *cluster)
{
    if (!cluster)
        return;
    if (cluster->supervisor)
        postmaster_stop(cluster);
    if (cluster->files)
        cluster_files_close(cluster->files);
    if (cluster->lock_fd >= 0)
        close(cluster->lock_fd);
    g_free(cluster->owner_url);
    g_free(cluster->app_url);
    g_mutex_clear(&cluster->lock);
    g_cond_clear(&cluster->changed);
    g_free(cluster);
}
