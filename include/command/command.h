/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The verbs of the command line. Each reads its own options, does its work and
 * returns the exit status: 0, EXIT_FAILURE, or EXIT_USAGE when the words or the
 * configuration are wrong. arguments: without program and verb.
 */
#pragma once
#include "base/config.h"
#include "data/cluster.h"
#include "net/request.h"

enum { EXIT_USAGE = 2 };

int command_serve(int count, char **arguments);
int command_init(int count, char **arguments);
int command_migrate(int count, char **arguments);
int command_verify(int count, char **arguments);
int command_allowed_signers(int count, char **arguments);

/* Says what went wrong on standard error; returns the exit status that fits it. */
int command_failed(const GError *error);

/* Configuration out of the rest of the arguments; what is left over is an error. NULL: already said, exit with EXIT_USAGE. */
Config *command_config(int *count, char ***arguments);

/* An installation that is open: its folders, its database at this program's schema, its store. `house` has neither render nor events. */
typedef struct Installation {
    Config *config;
    Cluster *cluster; /* NULL with --database */
    char *owner_url, *app_url;
    House house;
} Installation;

/* Takes config. NULL with ERROR_CONFIG, ERROR_DATABASE … */
Installation *installation_open(Config *config, GError **error);
void installation_close(Installation *installation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Installation, installation_close)

/* The start-up sweep and the hourly one, on a thread of its own: refs as the database says, expired uploads away. */
typedef struct Sweep Sweep;
Sweep *sweep_start(House *house);
void sweep_stop(Sweep *sweep); /* NULL is fine */

/* The background reader of the text of versions, on a thread of its own; house has its renderer. */
typedef struct TextReader TextReader;
TextReader *text_reader_start(House *house);
void text_reader_stop(TextReader *reader); /* NULL is fine; before the renderer stops. At worst as long as a page takes */

/* What ballots change is told a few times a second (rule 32 says what), on a thread of its own. */
typedef struct VoteTick VoteTick;
VoteTick *vote_tick_start(House *house);
void vote_tick_stop(VoteTick *tick); /* NULL is fine */

/* Reminders and mail, on a thread of its own. origin: of the links in mails, unless the configuration names one. NULL with ERROR_CONFIG, ERROR_DATABASE … */
typedef struct Mailer Mailer;
Mailer *mailer_start(House *house, const char *origin, GError **error);
void mailer_stop(Mailer *mailer); /* NULL is fine */
