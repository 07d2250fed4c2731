/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The route table as a tree. Knows what a placeholder may hold (an id, a
 * positive whole number, a word, a secret) and nothing of what it means: what does not
 * fit is not there.
 */
#include "net/match.h"
#include "net/field.h"
#include "base/text.h"
#include <string.h>

typedef enum Slot { SLOT_ID, SLOT_NUMBER, SLOT_WORD, SLOT_TOKEN, SLOTS } Slot;

typedef struct Node {
    GHashTable *literal; /* segment → Node */
    struct Node *slots[SLOTS];
    GPtrArray *routes; /* Route of each method that ends here */
} Node;

struct Match {
    Node *root;
};

static void node_free(gpointer data)
{
    Node *node = data;
    if (!node)
        return;
    g_hash_table_unref(node->literal);
    for (int i = 0; i < SLOTS; i++)
        node_free(node->slots[i]);
    g_ptr_array_unref(node->routes);
    g_free(node);
}

static Node *node_new(void)
{
    Node *node = g_new0(Node, 1);
    node->literal = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, node_free);
    node->routes = g_ptr_array_new();
    return node;
}

static Slot slot_of(const char *segment)
{
    if (g_str_has_prefix(segment, "{word:"))
        return SLOT_WORD;
    if (strcmp(segment, "{token}") == 0)
        return SLOT_TOKEN;
    return strcmp(segment, "{n}") == 0 || strcmp(segment, "{p}") == 0 || strcmp(segment, "{k}") == 0 ? SLOT_NUMBER : SLOT_ID;
}

static void route_add(Match *match, const Route *route)
{
    g_auto(GStrv) segments = g_strsplit(route->path + 1, "/", -1);
    Node *node = match->root;
    guint placeholders = 0;
    for (char **segment = segments; *segment; segment++) {
        Node *next = NULL;
        if (**segment == '{') {
            Slot slot = slot_of(*segment);
            if (!node->slots[slot])
                node->slots[slot] = node_new();
            next = node->slots[slot];
            placeholders++;
        } else {
            next = g_hash_table_lookup(node->literal, *segment);
            if (!next) {
                next = node_new();
                g_hash_table_insert(node->literal, g_strdup(*segment), next);
            }
        }
        node = next;
    }
    g_assert(placeholders <= MATCH_VALUES);
    for (guint i = 0; i < node->routes->len; i++)
        g_assert(strcmp(((const Route *)node->routes->pdata[i])->method, route->method) != 0);
    g_ptr_array_add(node->routes, (gpointer)route);
}

Match *match_new(const Route *table)
{
    Match *match = g_new0(Match, 1);
    match->root = node_new();
    for (const Route *route = table; route->method; route++)
        route_add(match, route);
    return match;
}

void match_free(Match *match)
{
    if (!match)
        return;
    node_free(match->root);
    g_free(match);
}

static gboolean fits(Slot slot, const char *segment)
{
    gsize length = strlen(segment);
    switch (slot) {
    case SLOT_ID:
        return text_is_uuid(segment);
    case SLOT_NUMBER: /* fits an int of the database */
        return length > 0 && length <= 9 && segment[0] != '0' && strspn(segment, "0123456789") == length;
    case SLOT_WORD:
        return length > 0 && length <= 60 && strspn(segment, "abcdefghijklmnopqrstuvwxyz-") == length;
    case SLOT_TOKEN: /* 256 bits in base64url */
        return length == 43 && strspn(segment, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == length;
    case SLOTS:
        break;
    }
    return FALSE;
}

static const Node *node_find(const Node *node, char **segments, char *values[MATCH_VALUES], guint depth)
{
    if (!*segments)
        return node->routes->len ? node : NULL;
    const Node *next = g_hash_table_lookup(node->literal, *segments);
    const Node *found = next ? node_find(next, segments + 1, values, depth) : NULL;
    for (Slot slot = 0; !found && slot < SLOTS; slot++) {
        if (!node->slots[slot] || !fits(slot, *segments))
            continue;
        found = node_find(node->slots[slot], segments + 1, values, depth + 1);
        if (found)
            values[depth] = slot == SLOT_ID ? g_ascii_strdown(*segments, -1) : g_strdup(*segments);
    }
    return found;
}

static char *methods_text(const Node *node)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < node->routes->len; i++) {
        const char *method = ((const Route *)node->routes->pdata[i])->method;
        g_string_append_printf(text, "%s%s%s", i ? ", " : "", method, strcmp(method, "GET") == 0 ? ", HEAD" : "");
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

const Route *match_find(const Match *match, const char *method, const char *path, char *values[MATCH_VALUES], char **allow)
{
    *allow = NULL;
    if (path[0] != '/')
        return NULL;
    g_auto(GStrv) segments = g_strsplit(path + 1, "/", 32);
    for (char **segment = segments; *segment; segment++) {
        char *plain = field_unescape(*segment, strlen(*segment), FALSE);
        if (!plain)
            return NULL;
        g_free(*segment);
        *segment = plain;
    }
    char *found_values[MATCH_VALUES] = {NULL};
    const Node *node = node_find(match->root, segments, found_values, 0);
    const Route *found = NULL;
    if (node) {
        const char *wanted = strcmp(method, "HEAD") == 0 ? "GET" : method;
        for (guint i = 0; i < node->routes->len && !found; i++) {
            const Route *route = node->routes->pdata[i];
            if (strcmp(route->method, wanted) == 0)
                found = route;
        }
        if (!found)
            *allow = methods_text(node);
    }
    for (guint i = 0; i < MATCH_VALUES; i++)
        if (found)
            values[i] = found_values[i];
        else
            g_free(found_values[i]);
    return found;
}
