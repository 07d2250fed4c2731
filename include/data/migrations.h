/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The embedded sql/migrations, in order of name; ends with a row without name.
 */
#pragma once

typedef struct MigrationText {
    const char *name; /* "0001_people.sql" */
    const char *sql;
} MigrationText;

extern const MigrationText migration_table[];
