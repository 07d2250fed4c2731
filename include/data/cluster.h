/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The embedded PostgreSQL: a private cluster in <data>/database, on a unix
 * socket in a folder only its user may enter, no TCP port, started and stopped
 * by us, never as root. Roles: nghisu_owner (owns the schema), nghisu_app (what
 * requests run as). Peer authentication with a map: nobody else on the machine
 * gets in. After a crash PostgreSQL recovers by itself; a stale pid file of a
 * dead process is no obstacle, a live one is ERROR_CONFIG ("already running").
 */
#pragma once
#include <glib.h>

typedef struct Cluster Cluster;

/* initdb when the folder is not there (UTF-8, C.UTF-8 collation, ICU provider where built, data checksums), start, wait until it answers. */
Cluster *cluster_start(const char *data_folder, GError **error);
const char *cluster_owner_url(const Cluster *cluster); /* borrowed conninfo */
const char *cluster_app_url(const Cluster *cluster);
/* TRUE while its postmaster lives. A supervisor thread restarts it when it died. */
gboolean cluster_alive(const Cluster *cluster);
void cluster_stop(Cluster *cluster); /* fast shutdown, waits; frees */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Cluster, cluster_stop)
