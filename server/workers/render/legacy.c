/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Letters of old Vietnamese fonts become Unicode. TCVN 5712:1993 gives each
 * letter one code; VNI writes a vowel and then its mark, each a code of Latin-1.
 * Poppler has made Latin letters of the codes by then. It asks no dictionary;
 * only where two codes have become one sign (see is_horned_u) it looks at how
 * Vietnamese syllables begin.
 */
#include "legacy.h"
#include <string.h>

#define HORNED_U 0x1b0

/* TCVN 5712:1993, third set, from code A0 on; 0: not a letter of it. As iconv's TCVN5712-1 has them. */
static const guint16 tcvn[96] = {
    0,      0x0102, 0x00c2, 0x00ca, 0x00d4, 0x01a0, 0x01af, 0x0110, /* A0 */
    0x0103, 0x00e2, 0x00ea, 0x00f4, 0x01a1, 0x01b0, 0x0111, 0,      /* A8 */
    0,      0,      0,      0,      0,      0x00e0, 0x1ea3, 0x00e3, /* B0 */
    0x00e1, 0x1ea1, 0,      0x1eb1, 0x1eb3, 0x1eb5, 0x1eaf, 0,      /* B8 */
    0,      0,      0,      0,      0,      0,      0x1eb7, 0x1ea7, /* C0 */
    0x1ea9, 0x1eab, 0x1ea5, 0x1ead, 0x00e8, 0,      0x1ebb, 0x1ebd, /* C8 */
    0x00e9, 0x1eb9, 0x1ec1, 0x1ec3, 0x1ec5, 0x1ebf, 0x1ec7, 0x00ec, /* D0 */
    0x1ec9, 0,      0,      0,      0x0129, 0x00ed, 0x1ecb, 0x00f2, /* D8 */
    0,      0x1ecf, 0x00f5, 0x00f3, 0x1ecd, 0x1ed3, 0x1ed5, 0x1ed7, /* E0 */
    0x1ed1, 0x1ed9, 0x1edd, 0x1edf, 0x1ee1, 0x1edb, 0x1ee3, 0x00f9, /* E8 */
    0,      0x1ee7, 0x0169, 0x00fa, 0x1ee5, 0x1eeb, 0x1eed, 0x1eef, /* F0 */
    0x1ee9, 0x1ef1, 0x1ef3, 0x1ef7, 0x1ef9, 0x00fd, 0x1ef5, 0,      /* F8 */
};

typedef struct Name { /* a family's, without a subset's prefix ("ABCDEF+") and a style (",Bold") */
    const char *at;
    gsize bytes;
} Name;

static Name family_of(const char *font)
{
    const char *plus = strchr(font, '+');
    const char *at = plus && plus - font == 6 ? plus + 1 : font;
    return (Name){at, strcspn(at, ",-")};
}

static gboolean is_family(Name name, const char *family)
{
    return name.bytes == strlen(family) && strncmp(name.at, family, name.bytes) == 0;
}

LegacyKind legacy_kind(const char *font)
{
    if (!font)
        return LEGACY_NONE;
    Name name = family_of(font);
    if (is_family(name, "VNI") && name.at[3] == '-')
        return LEGACY_VNI;
    gboolean tcvn_font = name.bytes > 4 && strncmp(name.at, ".Vn", 3) == 0 && g_ascii_isupper(name.at[3]);
    /* Some programs leave the dot away; of those only the families that nearly all old texts are written in. */
    static const char *const bare[] = {"VnTime", "VnTimeH", "VnArial", "VnArialH"};
    for (guint i = 0; i < G_N_ELEMENTS(bare); i++)
        tcvn_font |= is_family(name, bare[i]);
    if (!tcvn_font)
        return LEGACY_NONE;
    return name.at[name.bytes - 1] == 'H' ? LEGACY_TCVN_CAPITALS : LEGACY_TCVN;
}

gboolean legacy_is_unicode(const gunichar *letters, guint count)
{
    static const gunichar own[] = {0x102, 0x103, 0x110, 0x111,    0x128, 0x129, 0x168, 0x169,
                                   0x1a0, 0x1a1, 0x1af, HORNED_U, 0x309, 0x31b, 0x323};
    for (guint i = 0; i < count; i++) {
        gunichar letter = letters[i];
        if (letter >= 0x1ea0 && letter <= 0x1ef9)
            return TRUE;
        for (guint j = 0; j < G_N_ELEMENTS(own); j++)
            if (letter == own[j])
                return TRUE;
    }
    return FALSE;
}

static gunichar tcvn_letter(gunichar letter)
{
    /* The names of two codes have two letters each. */
    guint code = letter == 0x3bc ? 0xb5 : letter == 0x2219 ? 0xb7 : letter;
    return code >= 0xa0 && code <= 0xff && tcvn[code - 0xa0] ? tcvn[code - 0xa0] : letter;
}

static gboolean is_horned_o(gunichar letter)
{
    return letter == 0x1a1 || letter == 0x1a0 || (letter >= 0x1eda && letter <= 0x1ee3);
}

static gboolean is_onset(const gunichar *letters, guint count)
{
    static const char *const onsets[] = {"b", "c",  "ch", "d",  "đ", "g", "gi", "h",  "k",  "kh", "l", "m",
                                         "n", "ng", "nh", "ph", "r", "s", "t",  "th", "tr", "v",  "x"};
    g_autofree char *written = g_ucs4_to_utf8(letters, count, NULL, NULL, NULL), *low = written ? g_utf8_strdown(written, -1) : NULL;
    for (guint i = 0; low && i < G_N_ELEMENTS(onsets); i++)
        if (strcmp(low, onsets[i]) == 0)
            return TRUE;
    return FALSE;
}

/* Windows calls the code of ư a hyphen. It is ư where a syllable would have it: behind the consonants a syllable begins with, and before
 * what may follow it in one. What is before the place is converted already. */
static gboolean is_horned_u(const gunichar *letters, guint count, guint place)
{
    guint first = place;
    while (first > 0 && g_unichar_isalpha(letters[first - 1]))
        first--;
    gunichar next = place + 1 < count ? tcvn_letter(letters[place + 1]) : ' ';
    gunichar second = place + 2 < count ? tcvn_letter(letters[place + 2]) : ' ',
             third = place + 3 < count ? tcvn_letter(letters[place + 3]) : ' ';
    if (first > 0 && (letters[first - 1] == '-' || g_unichar_isdigit(letters[first - 1])))
        return FALSE; /* "Cam-pu-chia", "36a-b" */
    next = g_unichar_tolower(next);
    second = g_unichar_tolower(second);
    gboolean at_end = !g_unichar_isalnum(next) && next != '-';
    gboolean goes_on = is_horned_o(next) || ((next == 'a' || next == 'u') && !g_unichar_isalpha(second)) ||
                       (next == 'n' && second == 'g' && !g_unichar_isalpha(third));
    if (first == place)
        return goes_on && next != 'a';
    return (at_end || goes_on) && is_onset(letters + first, place - first);
}

static void convert_tcvn(gunichar *letters, guint count, gboolean capitals)
{
    for (guint i = 0; i < count; i++)
        letters[i] = letters[i] == '-' && is_horned_u(letters, count, i) ? HORNED_U : tcvn_letter(letters[i]);
    for (guint i = 0; capitals && i < count; i++)
        letters[i] = g_unichar_toupper(letters[i]);
}

/* A code of VNI that is a letter by itself: like it in Latin-1, and what it is. */
static gunichar vni_letter(gunichar letter)
{
    static const struct {
        guint16 code, letter;
    } own[] = {{0xf4, 0x1a1},  {0xd4, 0x1a0}, {0xf6, HORNED_U}, {0xd6, 0x1af},  {0xf1, 0x111},  {0xd1, 0x110},  {0xe6, 0x1ec9},
               {0xc6, 0x1ec8}, {0xf3, 0x129}, {0xd3, 0x128},    {0xf2, 0x1ecb}, {0xd2, 0x1eca}, {0xee, 0x1ef5}, {0xce, 0x1ef4}};
    for (guint i = 0; i < G_N_ELEMENTS(own); i++)
        if (letter == own[i].code)
            return own[i].letter;
    return letter;
}

enum { GRAVE = 0x300, ACUTE = 0x301, CIRCUMFLEX = 0x302, TILDE = 0x303, BREVE = 0x306, HOOK = 0x309, DOT = 0x323 };

/* The vowel with the mark that the code stands for, or 0. */
static gunichar vni_marked(gunichar vowel, gunichar code)
{
    static const struct {
        guint16 code, shape, tone;
    } marks[] = {{0xf9, 0, ACUTE},         {0xf8, 0, GRAVE},          {0xfb, 0, HOOK},           {0xf5, 0, TILDE},
                 {0xef, 0, DOT},           {0xe2, CIRCUMFLEX, 0},     {0xe1, CIRCUMFLEX, ACUTE}, {0xe0, CIRCUMFLEX, GRAVE},
                 {0xe5, CIRCUMFLEX, HOOK}, {0xe3, CIRCUMFLEX, TILDE}, {0xe4, CIRCUMFLEX, DOT},   {0xea, BREVE, 0},
                 {0xe9, BREVE, ACUTE},     {0xe8, BREVE, GRAVE},      {0xfa, BREVE, HOOK},       {0xfc, BREVE, TILDE},
                 {0xeb, BREVE, DOT}};
    gunichar low = g_unichar_tolower(vowel), small = code >= 0xc0 && code < 0xe0 ? code + 0x20 : code;
    gboolean horned = low == 0x1a1 || low == HORNED_U;
    if (!horned && (low > 'z' || low == 0 || !strchr("aeouy", (int)low)))
        return 0;
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (marks[i].code != small)
            continue;
        if ((marks[i].shape == CIRCUMFLEX && (horned || !strchr("aeo", (int)low))) || (marks[i].shape == BREVE && low != 'a'))
            return 0;
        gunichar made = vowel;
        /* The dot stands first in Unicode's order. */
        const gunichar parts[] = {marks[i].tone == DOT ? DOT : 0, marks[i].shape, marks[i].tone == DOT ? 0 : marks[i].tone};
        for (guint j = 0; j < 3; j++)
            if (parts[j] && !g_unichar_compose(made, parts[j], &made))
                return 0;
        return made;
    }
    return 0;
}

static void convert_vni(gunichar *letters, guint count)
{
    for (guint i = 0; i < count; i++) {
        gunichar marked = i > 0 ? vni_marked(letters[i - 1], letters[i]) : 0;
        if (marked) {
            letters[i - 1] = marked;
            letters[i] = 0;
        } else {
            letters[i] = vni_letter(letters[i]);
        }
    }
}

void legacy_convert(LegacyKind kind, gunichar *letters, guint count)
{
    /* Fonts that call themselves symbols have their codes from F000 on. */
    for (guint i = 0; kind != LEGACY_NONE && i < count; i++)
        if (letters[i] > 0xf020 && letters[i] <= 0xf0ff)
            letters[i] -= 0xf000;
    if (kind == LEGACY_VNI)
        convert_vni(letters, count);
    else if (kind != LEGACY_NONE)
        convert_tcvn(letters, count, kind == LEGACY_TCVN_CAPITALS);
}

/* Letters from one place to another, both inside. */
typedef struct Run {
    LegacyKind kind;
    guint from, to;
} Run;

static void finish(Run *run, gunichar *letters)
{
    legacy_convert(run->kind, letters + run->from, run->to - run->from + 1);
    run->kind = LEGACY_NONE;
}

void legacy_mend(PopplerPage *page, gunichar *letters, guint count)
{
    GList *attributes = poppler_page_get_text_attributes(page);
    g_autoptr(GHashTable) unicode = g_hash_table_new(g_str_hash, g_str_equal); /* names of fonts */
    for (GList *at = attributes; at; at = at->next) {
        const PopplerTextAttributes *part = at->data;
        if (part->start_index < 0 || part->end_index < part->start_index || (guint)part->end_index >= count)
            continue;
        if (part->font_name && legacy_kind(part->font_name) != LEGACY_NONE &&
            legacy_is_unicode(letters + part->start_index, (guint)(part->end_index - part->start_index + 1)))
            g_hash_table_add(unicode, part->font_name);
    }
    Run run = {0};
    for (GList *at = attributes; at; at = at->next) {
        const PopplerTextAttributes *part = at->data;
        if (part->start_index < 0 || part->end_index < part->start_index || (guint)part->end_index >= count || !part->font_name)
            continue;
        LegacyKind kind = g_hash_table_contains(unicode, part->font_name) ? LEGACY_NONE : legacy_kind(part->font_name);
        guint from = (guint)part->start_index, to = (guint)part->end_index;
        /* A vowel and its mark may be of two parts, when one is bold. */
        if (run.kind == kind && from == run.to + 1) {
            run.to = to;
            continue;
        }
        finish(&run, letters);
        run = (Run){kind, from, to};
    }
    finish(&run, letters);
    poppler_page_free_text_attributes(attributes);
}
