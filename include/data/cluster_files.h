/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the embedded PostgreSQL needs on disk: its programs, its folder
 * <data>/database made by initdb, its settings, the folder of its socket, its
 * log <data>/database.log. Used by cluster.c only; one thread.
 */
#pragma once
#include <glib.h>
#include <sys/types.h>

#define CLUSTER_OWNER "nghisu_owner"
#define CLUSTER_APP "nghisu_app"
#define CLUSTER_DATABASE "nghisu"

typedef struct ClusterFiles ClusterFiles;

/* Finds the programs (PostgreSQL 15 or newer; the one that made the folder, when there is one) and the socket's place. */
ClusterFiles *cluster_files_open(const char *data_folder, GError **error);
void cluster_files_close(ClusterFiles *files);

/* Exclusive lock on the data folder for the life of the descriptor; ERROR_CONFIG when another server holds it. −1 on error. */
int cluster_files_lock(ClusterFiles *files, GError **error);

/* initdb when there is no cluster yet (a broken-off one is begun again), and today's settings. */
gboolean cluster_files_prepare(ClusterFiles *files, GError **error);

/* Pid of a living postmaster on this folder, 0 when there is none. */
pid_t cluster_files_postmaster(const ClusterFiles *files);
/* Removes what a dead postmaster left; only when cluster_files_postmaster() is 0. */
gboolean cluster_files_forget_postmaster(const ClusterFiles *files, GError **error);

char **cluster_files_command(const ClusterFiles *files);                                         /* argv; caller: g_strfreev */
int cluster_files_log(const ClusterFiles *files, GError **error);                                /* open for appending; caller closes; −1 on error */
const char *cluster_files_log_path(const ClusterFiles *files);                                   /* borrowed */
const char *cluster_files_folder(const ClusterFiles *files);                                     /* borrowed */
char *cluster_files_url(const ClusterFiles *files, const char *role, const char *database_name); /* conninfo; caller frees */
