# SPDX-License-Identifier: GPL-3.0-or-later
#
# Turns server/words/<language>/<name>.txt into words_table[].
function quoted(line) {
    gsub(/\\/, "\\\\\\\\", line); gsub(/"/, "\\\\\"", line); gsub(/\t/, "\\\\t", line); gsub(/\?\?/, "?\\\\?", line)
    return "    \"" line "\\n\"\n"
}
FNR == 1 {
    if (count++) out = out "    },\n"
    n = split(FILENAME, parts, "/"); sub(/\.txt$/, "", parts[n])
    out = out "    {\"" parts[n - 1] "\", \"" parts[n] "\",\n"
}
{ out = out quoted($0) }
END {
    print "/* SPDX-License-Identifier: GPL-3.0-or-later */\n/* Made by server/base/words.awk; do not edit. */"
    print "#include \"base/words_parts.h\"\n\nconst WordsText words_table[] = {"
    printf "%s%s", out, count ? "    },\n" : ""
    print "    {0},\n};"
}
