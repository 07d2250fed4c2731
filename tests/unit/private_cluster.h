/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A private PostgreSQL for a test program, in a temporary folder. PostgreSQL
 * refuses root, so a test started as root goes on as `nobody`. Not a way to
 * reach any server that is there already.
 */
#pragma once
#include "data/cluster.h"
#include <glib.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

static inline char *private_folder_make(void)
{
    if (geteuid() == 0) {
        const struct passwd *nobody = getpwnam("nobody");
        g_assert_nonnull(nobody);
        g_assert_cmpint(setgroups(0, NULL), ==, 0);
        g_assert_cmpint(setgid(nobody->pw_gid), ==, 0);
        g_assert_cmpint(setuid(nobody->pw_uid), ==, 0);
        g_assert_cmpint(chdir("/"), ==, 0);
    }
    g_autoptr(GError) error = NULL;
    char *folder = g_dir_make_tmp("nghisu-XXXXXX", &error);
    g_assert_no_error(error);
    return folder;
}

static inline void private_folder_remove(const char *folder)
{
    g_autofree char *command = g_strdup_printf("rm -rf '%s'", folder);
    g_assert_true(g_spawn_command_line_sync(command, NULL, NULL, NULL, NULL));
}
