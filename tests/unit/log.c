/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Log lines as they leave the process: one JSON object each, whatever is in
 * the fields. The lines are caught in a pipe that takes standard error's place.
 */
#include "base/log.h"
#include "base/json.h"
#include <string.h>
#include <unistd.h>

static json_t *line_of(void (*write_lines)(void))
{
    int ends[2], before = dup(STDERR_FILENO);
    g_assert_cmpint(pipe(ends), ==, 0);
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
    write_lines();
    dup2(before, STDERR_FILENO);
    close(before);
    char text[8192];
    gssize length = read(ends[0], text, sizeof text);
    close(ends[0]);
    if (length <= 0)
        return NULL;
    g_assert_cmpint(text[length - 1], ==, '\n');
    g_assert_true(memchr(text, '\n', (gsize)length) == text + length - 1);
    g_autoptr(GError) error = NULL;
    json_t *line = json_parse(text, (gsize)length, &error);
    g_assert_no_error(error);
    return line;
}

static const char *text_of(const json_t *line, const char *key)
{
    return json_string_value(json_object_get(line, key));
}

static void write_one(void)
{
    log_info("version_stored", log_field("document", "%s", "a\"b\\c\nd\x7f"), log_field("bytes", "%d", 42));
}

static void line__is_json_with_its_fields(void)
{
    g_autoptr(json_t) line = line_of(write_one);
    g_assert_cmpstr(text_of(line, "event"), ==, "version_stored");
    g_assert_cmpstr(text_of(line, "level"), ==, "info");
    g_assert_cmpstr(text_of(line, "document"), ==, "a\"b\\c\nd\x7f");
    g_assert_cmpstr(text_of(line, "bytes"), ==, "42");
    g_assert_nonnull(text_of(line, "at"));
}

static void write_long(void)
{
    g_autoptr(GString) words = g_string_new(NULL);
    for (int i = 0; i < 300; i++)
        g_string_append(words, "ộ");
    log_warn("long", log_field("words", "%s", words->str), log_field("bytes", "%s", "\xff\xfe"));
}

static void line__is_cut_between_characters(void)
{
    g_autoptr(json_t) line = line_of(write_long);
    g_assert_true(g_str_has_suffix(text_of(line, "words"), "ộ…"));
    g_assert_cmpuint(strlen(text_of(line, "words")), <, 248);
}

static void write_debug(void)
{
    log_debug("quiet");
    g_debug("quiet too");
}

static void line__below_the_level_is_dropped(void)
{
    g_assert_null(line_of(write_debug));
}

static void write_foreign(void)
{
    g_log_structured("Library", G_LOG_LEVEL_MESSAGE, "MESSAGE", "it said %d", 7);
}

static void line__of_a_library_has_the_same_form(void)
{
    g_autoptr(json_t) line = line_of(write_foreign);
    g_assert_cmpstr(text_of(line, "message"), ==, "it said 7");
    g_assert_cmpstr(text_of(line, "domain"), ==, "Library");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    log_start(G_LOG_LEVEL_INFO);
    g_log_set_always_fatal(G_LOG_LEVEL_ERROR);
    g_test_add_func("/log/line__is_json_with_its_fields", line__is_json_with_its_fields);
    g_test_add_func("/log/line__is_cut_between_characters", line__is_cut_between_characters);
    g_test_add_func("/log/line__below_the_level_is_dropped", line__below_the_level_is_dropped);
    g_test_add_func("/log/line__of_a_library_has_the_same_form", line__of_a_library_has_the_same_form);
    return g_test_run();
}
