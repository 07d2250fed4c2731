/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Folding of words and their numbers. It compares no two versions and knows no
 * grammar beyond where Vietnamese sets its tones.
 */
#include "paper/token.h"
#include <math.h>
#include <string.h>

struct Vocabulary {
    GHashTable *raw;    /* as written → number */
    GHashTable *folded; /* folded → number */
    GPtrArray *texts;   /* number - 1 → folded */
};

Vocabulary *vocabulary_new(void)
{
    Vocabulary *vocabulary = g_new0(Vocabulary, 1);
    vocabulary->raw = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    vocabulary->folded = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    vocabulary->texts = g_ptr_array_new();
    return vocabulary;
}

void vocabulary_free(Vocabulary *vocabulary)
{
    if (!vocabulary)
        return;
    g_hash_table_unref(vocabulary->raw);
    g_hash_table_unref(vocabulary->folded);
    g_ptr_array_unref(vocabulary->texts);
    g_free(vocabulary);
}

static gboolean is_tone(gunichar letter)
{
    return letter == 0x0300 || letter == 0x0301 || letter == 0x0303 || letter == 0x0309 || letter == 0x0323;
}

static gboolean is_one_of(gunichar letter, const char *ascii)
{
    return letter < 0x80 && letter && strchr(ascii, (int)letter);
}

/* hòa → hoà, thúy → thuý: where both ways are written, the tone goes to the last vowel. letters: decomposed. */
static void settle_tones(gunichar *letters, glong count)
{
    for (glong i = 0; i + 2 < count; i++) {
        gboolean pair = (is_one_of(letters[i], "oO") && is_one_of(letters[i + 2], "aeAE")) ||
                        (is_one_of(letters[i], "uU") && is_one_of(letters[i + 2], "yY"));
        if (!pair || !is_tone(letters[i + 1]))
            continue;
        gunichar next = i + 3 < count ? letters[i + 3] : ' ';
        if (g_unichar_isalpha(next) || g_unichar_ismark(next))
            continue;
        gunichar tone = letters[i + 1];
        letters[i + 1] = letters[i + 2];
        letters[i + 2] = tone;
    }
}

/* What a letter is folded to; NULL: itself. */
static const char *folding(gunichar letter)
{
    switch (letter) {
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x00AB:
    case 0x00BB:
    case 0x2033:
        return "\"";
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x2032:
    case 0x00B4:
    case '`':
        return "'";
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
        return "-";
    case 0x2026:
        return "...";
    case 0xFB00:
        return "ff";
    case 0xFB01:
        return "fi";
    case 0xFB02:
        return "fl";
    case 0x00D0: /* Eth, typed for Đ by old keyboards */
        return "Đ";
    case 0x00AD:
    case 0x200B:
    case 0x200C:
    case 0x200D:
    case 0x2060:
    case 0xFEFF:
        return "";
    default:
        return NULL;
    }
}

/* "e-mail" cut at its own hyphen and "thông-tin" cut by the printer look alike: between letters hyphens do not count. */
static char *without_hyphens(const char *text)
{
    GString *out = g_string_sized_new(strlen(text));
    gunichar before = 0;
    for (const char *c = text; *c; c = g_utf8_next_char(c)) {
        gunichar letter = g_utf8_get_char(c);
        if (!(letter == '-' && g_unichar_isalpha(before) && g_unichar_isalpha(g_utf8_get_char(c + 1))))
            g_string_append_unichar(out, letter);
        before = letter;
    }
    return g_string_free(out, FALSE);
}

char *token_fold(const char *text)
{
    if (g_str_is_ascii(text) && !strpbrk(text, "-`"))
        return g_strdup(text);
    g_autofree char *apart = g_utf8_normalize(text, -1, G_NORMALIZE_NFD);
    if (!apart)
        return g_strdup(text);
    glong count = 0;
    g_autofree gunichar *letters = g_utf8_to_ucs4_fast(apart, -1, &count);
    settle_tones(letters, count);
    g_autoptr(GString) out = g_string_sized_new((gsize)count * 2);
    for (glong i = 0; i < count; i++) {
        const char *other = folding(letters[i]);
        if (other)
            g_string_append(out, other);
        else
            g_string_append_unichar(out, letters[i]);
    }
    g_autofree char *whole = g_utf8_normalize(out->str, -1, G_NORMALIZE_NFC);
    return without_hyphens(whole ? whole : out->str);
}

guint vocabulary_add(Vocabulary *vocabulary, const char *text)
{
    gpointer known = NULL;
    if (g_hash_table_lookup_extended(vocabulary->raw, text, NULL, &known))
        return GPOINTER_TO_UINT(known);
    g_autofree char *folded = token_fold(text);
    guint id = GPOINTER_TO_UINT(g_hash_table_lookup(vocabulary->folded, folded));
    if (id == 0 && folded[0]) {
        g_ptr_array_add(vocabulary->texts, folded);
        id = vocabulary->texts->len;
        g_hash_table_insert(vocabulary->folded, g_steal_pointer(&folded), GUINT_TO_POINTER(id));
    }
    g_hash_table_insert(vocabulary->raw, g_strdup(text), GUINT_TO_POINTER(id));
    return id;
}

guint vocabulary_find(const Vocabulary *vocabulary, const char *text)
{
    g_autofree char *folded = token_fold(text);
    return GPOINTER_TO_UINT(g_hash_table_lookup(vocabulary->folded, folded));
}

const char *vocabulary_text(const Vocabulary *vocabulary, guint id)
{
    return id ? g_ptr_array_index(vocabulary->texts, id - 1) : "";
}

/* "thông-" at the end of a line, "tin" at the head of the next. */
static gboolean is_cut(const PaperWord *word, const PaperWord *next)
{
    gsize length = strlen(word->text);
    if (length < 2 || word->text[length - 1] != '-' || (word->page == next->page && word->line == next->line))
        return FALSE;
    const char *before = g_utf8_prev_char(word->text + length - 1);
    return g_unichar_isalpha(g_utf8_get_char(before)) && g_unichar_isalpha(g_utf8_get_char(next->text));
}

/* A letter of another font is a word of its own to the renderer: what has no blank between it is one word. */
static gboolean is_glued(const PaperWord *word, const PaperWord *next)
{
    float gap = next->x - (word->x + word->w);
    return word->page == next->page && word->line == next->line && gap < 0.1f * word->h && gap > -0.3f * word->h &&
           fabsf(next->y - word->y) < 0.3f * word->h;
}

static void add_tokens(GArray *out, const PaperWords *words, const guint8 *edges, guint8 of_edges, Vocabulary *vocabulary)
{
    guint count = words->words->len;
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0, last; i < count; i = last + 1) {
        last = i;
        if (edges[i] != of_edges)
            continue;
        g_string_assign(text, word_at(words, i)->text);
        for (guint next = i + 1; next < count; next++) {
            if (edges[next] != of_edges)
                continue;
            const PaperWord *word = word_at(words, last), *following = word_at(words, next);
            if (!is_glued(word, following) && (of_edges || !is_cut(word, following)))
                break;
            g_string_append(text, following->text);
            last = next;
        }
        PaperToken token = {vocabulary_add(vocabulary, text->str), i, last - i + 1};
        if (token.id)
            g_array_append_val(out, token);
    }
}

gboolean token_holds(const PaperWords *words, const PaperToken *token, guint index)
{
    const PaperWord *first = word_at(words, token->word), *last = word_at(words, token->word + token->words - 1);
    const PaperWord *word = word_at(words, index);
    return (word->page == first->page && word->line == first->line) || (word->page == last->page && word->line == last->line);
}

PaperTokens *paper_tokens(const PaperWords *words, Vocabulary *vocabulary)
{
    PaperTokens *tokens = g_new0(PaperTokens, 1);
    g_autofree guint8 *edges = paper_edges(words);
    tokens->words = words;
    tokens->flow = g_array_new(FALSE, FALSE, sizeof(PaperToken));
    tokens->edge = g_array_new(FALSE, FALSE, sizeof(PaperToken));
    add_tokens(tokens->flow, words, edges, 0, vocabulary);
    add_tokens(tokens->edge, words, edges, 1, vocabulary);
    return tokens;
}

void paper_tokens_free(PaperTokens *tokens)
{
    if (!tokens)
        return;
    g_array_unref(tokens->flow);
    g_array_unref(tokens->edge);
    g_free(tokens);
}
