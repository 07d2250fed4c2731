/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where lines end and paragraphs begin, by gaps, indents and short last lines.
 * A table is not understood as one: its cells are doubtful starts.
 */
#include "paper/paragraph.h"
#include <math.h>
#include <string.h>

enum { HEADING_LETTERS = 120, CLAUSE_LETTERS = 80, HEADING_WORDS = 40 };

typedef struct Line {
    guint first, end; /* tokens */
    guint page;
    float left, right, middle, height;
} Line;

typedef enum Level { LEVEL_ARTICLE, LEVEL_CLAUSE } Level;

typedef struct Head {
    guint at, end; /* tokens of its first paragraph, or of the head of it */
    Level level;
} Head;

/* The page's measure, as most lines keep it. */
typedef struct Measure {
    float left, right, step;
} Measure;

static const PaperWord *word_of(const PaperTokens *tokens, guint index)
{
    return word_at(tokens->words, token_at(tokens->flow, index)->word);
}

static GArray *lines_of(const PaperTokens *tokens)
{
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(Line));
    const PaperWord *before = NULL;
    for (guint i = 0; i < tokens->flow->len; i++) {
        const PaperWord *word = word_of(tokens, i);
        float middle = word->y + word->h / 2;
        if (!before || before->page != word->page || before->line != word->line) {
            Line line = {i, i + 1, word->page, word->x, word->x + word->w, middle, word->h};
            g_array_append_val(lines, line);
        } else {
            Line *line = &g_array_index(lines, Line, lines->len - 1);
            line->end = i + 1;
            line->left = MIN(line->left, word->x);
            line->right = MAX(line->right, word->x + word->w);
            line->height = MAX(line->height, word->h);
        }
        before = word;
    }
    return lines;
}

static int by_size(gconstpointer a, gconstpointer b)
{
    float one = *(const float *)a, other = *(const float *)b;
    return one < other ? -1 : one > other;
}

/* The value that so large a part (0…1) of them does not pass; 0 of none. */
static float quantile(GArray *values, float part)
{
    if (values->len == 0)
        return 0;
    g_array_sort(values, by_size);
    return g_array_index(values, float, (guint)((float)(values->len - 1) * part));
}

/* The commonest left edge, to two points. */
static float commonest(GArray *values)
{
    float best = 0;
    guint most = 0;
    g_array_sort(values, by_size);
    for (guint first = 0, last = 0; last < values->len; last++) {
        while (g_array_index(values, float, last) - g_array_index(values, float, first) > 2)
            first++;
        if (last - first + 1 > most) {
            most = last - first + 1;
            best = g_array_index(values, float, first);
        }
    }
    return best;
}

static Measure measure_of(const GArray *lines)
{
    g_autoptr(GArray) lefts = g_array_new(FALSE, FALSE, sizeof(float)), rights = g_array_new(FALSE, FALSE, sizeof(float));
    g_autoptr(GArray) steps = g_array_new(FALSE, FALSE, sizeof(float));
    for (guint i = 0; i < lines->len; i++) {
        const Line *line = &g_array_index(lines, Line, i), *before = i ? line - 1 : NULL;
        if (line->end - line->first >= 4) {
            g_array_append_val(lefts, line->left);
            g_array_append_val(rights, line->right);
        }
        float step = before && before->page == line->page ? line->middle - before->middle : 0;
        if (step > line->height / 2 && step < 3 * line->height)
            g_array_append_val(steps, step);
    }
    return (Measure){commonest(lefts), quantile(rights, 0.9f), quantile(steps, 0.4f)};
}

static ParagraphStart start_of(const Line *line, const Line *before, const Measure *measure)
{
    if (!before)
        return START_SURE;
    float step = line->middle - before->middle, width = measure->right - measure->left, indent = line->left - measure->left;
    gboolean same_page = line->page == before->page;
    if (same_page && step < line->height / 2)
        return START_DOUBT; /* beside or above: another cell or column */
    if (same_page && (before->left > line->right || before->right < line->left))
        return START_DOUBT; /* under nothing of it: what stood on the right is over */
    gboolean gap = same_page && step > measure->step * 1.18f, wide_gap = same_page && step > measure->step * 1.5f;
    gboolean indented = indent > 8 && indent < 60, short_before = before->right < measure->right - width * 0.12f;
    int signs = gap + indented + short_before;
    if (signs >= 2 || wide_gap)
        return START_SURE;
    if (signs == 0 && fabsf(indent) <= 8)
        return START_WRAPPED;
    return START_DOUBT;
}

static gboolean is_numeral(const char *text)
{
    gsize roman = strspn(text, "IVXLC"), digits = strspn(text, "0123456789");
    gsize length = MAX(roman, digits);
    return length > 0 && length <= 6 && strspn(text + length, "abcdđ.:,") == strlen(text + length);
}

/* What a line that begins so is the heading of. */
static gboolean is_heading(const char *first, const char *second, Level *level)
{
    static const char *const names[] = {"Điều", "ĐIỀU", "Chương", "CHƯƠNG", "Mục", "MỤC", "Phần", "PHẦN", NULL};
    gsize length = strlen(first);
    *level = LEVEL_ARTICLE;
    if (second && g_strv_contains(names, first))
        return is_numeral(second);
    if (second && strcmp(first, "Khoản") == 0) {
        *level = LEVEL_CLAUSE;
        return is_numeral(second);
    }
    if (!second || length < 2 || first[length - 1] != '.' || !is_numeral(first) || !g_unichar_isupper(g_utf8_get_char(second)))
        return FALSE;
    *level = g_ascii_isdigit(first[0]) ? LEVEL_CLAUSE : LEVEL_ARTICLE;
    return TRUE;
}

Paragraphs *paragraphs_of(const PaperTokens *tokens, const Vocabulary *vocabulary)
{
    Paragraphs *paragraphs = g_new0(Paragraphs, 1);
    g_autoptr(GArray) lines = lines_of(tokens);
    Measure measure = measure_of(lines);
    paragraphs->left = measure.left;
    paragraphs->right = measure.right;
    paragraphs->starts = g_new0(guint8, tokens->flow->len + 1);
    paragraphs->heads = g_array_new(FALSE, FALSE, sizeof(Head));
    for (guint i = 0; i < lines->len; i++) {
        const Line *line = &g_array_index(lines, Line, i);
        ParagraphStart start = start_of(line, i ? line - 1 : NULL, &measure);
        paragraphs->starts[line->first] = (guint8)start;
        Head head = {line->first, line->end, LEVEL_ARTICLE};
        const char *first = vocabulary_text(vocabulary, token_at(tokens->flow, line->first)->id);
        const char *second =
            line->first + 1 < tokens->flow->len ? vocabulary_text(vocabulary, token_at(tokens->flow, line->first + 1)->id) : NULL;
        if (start != START_WRAPPED && is_heading(first, second, &head.level))
            g_array_append_val(paragraphs->heads, head);
    }
    for (guint i = 0; i < paragraphs->heads->len; i++) {
        Head *head = &g_array_index(paragraphs->heads, Head, i);
        while (head->end < tokens->flow->len && head->end - head->at < HEADING_WORDS && paragraphs->starts[head->end] <= START_WRAPPED)
            head->end++;
    }
    return paragraphs;
}

void paragraphs_free(Paragraphs *paragraphs)
{
    if (!paragraphs)
        return;
    g_free(paragraphs->starts);
    g_array_unref(paragraphs->heads);
    g_free(paragraphs);
}

char *paragraph_text(const Paragraphs *paragraphs, const PaperTokens *tokens, guint first, guint end)
{
    GString *text = g_string_new(NULL);
    for (guint i = first; i < end; i++) {
        const PaperToken *token = token_at(tokens->flow, i);
        if (i > first)
            g_string_append_c(text, paragraphs->starts[i] == START_SURE ? '\n' : ' ');
        for (guint w = token->word; w < token->word + token->words; w++)
            if (token_holds(tokens->words, token, w))
                g_string_append(text, word_at(tokens->words, w)->text);
    }
    return g_string_free(text, FALSE);
}

static char *cut_letters(char *text, glong most)
{
    if (g_utf8_strlen(text, -1) <= most)
        return text;
    char *end = g_utf8_offset_to_pointer(text, most);
    while (end > text && *end != ' ')
        end--;
    g_autofree char *whole = text;
    return g_strdup_printf("%.*s…", (int)(end - text), whole);
}

char *paragraph_heading(const Paragraphs *paragraphs, const PaperTokens *tokens, guint index)
{
    const GArray *heads = paragraphs->heads;
    const Head *article = NULL, *clause = NULL;
    guint low = 0, high = heads->len; /* the first head behind the token */
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(heads, Head, middle).at <= index)
            low = middle + 1;
        else
            high = middle;
    }
    for (guint i = low; i > 0 && !article; i--) {
        const Head *head = &g_array_index(heads, Head, i - 1);
        if (head->level == LEVEL_ARTICLE)
            article = head;
        else if (!clause)
            clause = head;
    }
    if (!article && !clause)
        return NULL;
    if (!article)
        return cut_letters(paragraph_text(paragraphs, tokens, clause->at, clause->end), CLAUSE_LETTERS);
    g_autofree char *title = cut_letters(paragraph_text(paragraphs, tokens, article->at, article->end), HEADING_LETTERS);
    if (!clause)
        return g_steal_pointer(&title);
    const char *number = word_at(tokens->words, token_at(tokens->flow, clause->at)->word)->text;
    if (!g_ascii_isdigit(number[0]))
        number = word_at(tokens->words, token_at(tokens->flow, clause->at + 1)->word)->text;
    return g_strdup_printf("%s, khoản %.*s", title, (int)strspn(number, "0123456789"), number);
}
