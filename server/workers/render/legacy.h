/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Texts written with the fonts of before Unicode: TCVN 5712 (".VnTime" and its
 * like) and VNI ("VNI-Times"). A file says of their letters that they are Latin
 * ones with odd accents; what a reader sees and looks for is Vietnamese. It
 * changes only what such a font was used for, and never what is Unicode already.
 */
#pragma once
#include <glib.h>
#include <poppler.h>

typedef enum LegacyKind { LEGACY_NONE, LEGACY_TCVN, LEGACY_TCVN_CAPITALS, LEGACY_VNI } LegacyKind;

/* By a font's name in a PDF, with or without a subset's prefix and a style. */
LegacyKind legacy_kind(const char *font);

/* Whether the letters hold a Vietnamese one that no such font's codes are taken for: they are Unicode then. */
gboolean legacy_is_unicode(const gunichar *letters, guint count);

/* In place; 0: the letter became one with that before it. */
void legacy_convert(LegacyKind kind, gunichar *letters, guint count);

/* The letters of poppler_page_get_text, in its order. */
void legacy_mend(PopplerPage *page, gunichar *letters, guint count);
