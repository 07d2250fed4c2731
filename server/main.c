/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The command line: one table of verbs. What each verb does is in
 * command_<verb>.c; nothing is configured here.
 */
#include "command/command.h"
#include "api/calls.h"
#include "base/log.h"
#include <locale.h>
#include <malloc.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define ARENAS_MAX 2 /* of malloc: with one a core and more, an idle server keeps memory it does not need */

static int command_openapi(int count, char **arguments);
static int command_version(int count, char **arguments);
static int command_help(int count, char **arguments);

static const struct {
    const char *verb;
    int (*run)(int count, char **arguments);
    const char *about;
} verbs[] = {
    {"serve", command_serve, "start the server (the default)"},
    {"init", command_init, "--admin ACCOUNT [--name NAME]: make the first system administrator"},
    {"migrate", command_migrate, "bring the database to this version's schema"},
    {"verify", command_verify, "check every version of every document in the store"},
    {"allowed-signers", command_allowed_signers, "print the keys that sign versions, for git verify-commit"},
    {"openapi", command_openapi, "print the description of the API"},
    {"version", command_version, "print the version"},
    {"help", command_help, "print this"},
};

static int command_openapi(int count, char **arguments)
{
    (void)count, (void)arguments;
    g_autofree char *text = openapi_text();
    return puts(text) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int command_version(int count, char **arguments)
{
    (void)count, (void)arguments;
    puts("nghisu " NGHISU_VERSION);
    return EXIT_SUCCESS;
}

static int command_help(int count, char **arguments)
{
    (void)count, (void)arguments;
    g_autofree char *options = config_help();
    puts("nghisu [VERB] [OPTIONS]\n\nVerbs:");
    for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++)
        printf("  %-16s %s\n", verbs[i].verb, verbs[i].about);
    printf("\nOptions, also as NGHISU_… in the environment or in /etc/nghisu/nghisu.conf:\n%s", options);
    return EXIT_SUCCESS;
}

/* Thousands of browsers are thousands of descriptors. */
static void descriptors_raise(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "C.UTF-8"); /* our words are UTF-8 wherever we run; numbers and dates stay C's */
    umask(0077);
    mallopt(M_ARENA_MAX, ARENAS_MAX);
    descriptors_raise();
    log_start(G_LOG_LEVEL_INFO);
    if (sodium_init() < 0) {
        log_error("no_randomness");
        return EXIT_FAILURE;
    }
    const char *verb = argc > 1 && argv[1][0] != '-' ? argv[1] : NULL;
    int count = argc - (verb ? 2 : 1);
    char **arguments = argv + (verb ? 2 : 1);
    if (!verb && count > 0 && (strcmp(arguments[0], "--help") == 0 || strcmp(arguments[0], "-h") == 0))
        return command_help(0, NULL);
    if (!verb && count > 0 && strcmp(arguments[0], "--version") == 0)
        return command_version(0, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++)
        if (strcmp(verb ? verb : "serve", verbs[i].verb) == 0)
            return verbs[i].run(count, arguments);
    fprintf(stderr, "nghisu: there is no verb \"%s\"; see nghisu help\n", verb);
    return EXIT_USAGE;
}
