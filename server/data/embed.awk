# SPDX-License-Identifier: GPL-3.0-or-later
#
# Turns sql/queries/*.sql or sql/migrations/*.sql into C.
#   awk -v mode=header     -f embed.awk queries…     enum QueryId
#   awk -v mode=queries    -f embed.awk queries…     query_table[]
#   awk -v mode=migrations -f embed.awk migrations…  migration_table[]
# A statement begins at a line "-- name: noun_verb"; its parameters are counted from $1…$n.

function quoted(line) {
    # awk takes backslashes out twice: once from the string, once from the replacement.
    gsub(/\\/, "\\\\\\\\", line); gsub(/"/, "\\\\\"", line); gsub(/\t/, "\\\\t", line); gsub(/\?\?/, "?\\\\?", line)
    return "    \"" line "\\n\"\n"
}
function flush_query() {
    if (name == "") return
    if (name in seen) { print "embed.awk: query " name " is there twice" > "/dev/stderr"; failed = 1; exit 1 }
    seen[name] = 1; names[++count] = name; texts[count] = text; most[count] = max
    name = ""; text = ""; max = 0
}
mode == "migrations" {
    if (FNR == 1) { count++; n = split(FILENAME, parts, "/"); names[count] = parts[n]; texts[count] = "" }
    texts[count] = texts[count] quoted($0); next
}
FNR == 1 { flush_query() }
/^-- name: [a-z0-9_]+[ \t]*$/ { flush_query(); name = $3; next }
name != "" {
    text = text quoted($0); rest = $0; sub(/--.*$/, "", rest)
    while (match(rest, /\$[0-9]+/)) { v = substr(rest, RSTART + 1, RLENGTH - 1) + 0; if (v > max) max = v; rest = substr(rest, RSTART + RLENGTH) }
}
END {
    if (failed) exit 1
    if (mode != "migrations") flush_query()
    print "/* SPDX-License-Identifier: GPL-3.0-or-later */\n/* Made by server/data/embed.awk; do not edit. */"
    if (mode == "header") {
        print "#pragma once\n\ntypedef enum QueryId {\n    Q_NONE,"
        for (i = 1; i <= count; i++) print "    Q_" toupper(names[i]) ","
        print "    Q_COUNT\n} QueryId;\n\ntypedef struct QueryText {\n    const char *name; /* \"meeting_get\" */\n    const char *sql;\n    int parameters; /* $1…$n */\n} QueryText;\n\nextern const QueryText query_table[Q_COUNT];"
    } else if (mode == "queries") {
        print "#include \"data/queries.h\"\n\nconst QueryText query_table[Q_COUNT] = {\n    {\"\", \"\", 0},"
        for (i = 1; i <= count; i++) print "    {\"" names[i] "\",\n" texts[i] "    , " most[i] "},"
        print "};"
    } else {
        print "#include \"data/migrations.h\"\n\nconst MigrationText migration_table[] = {"
        for (i = 1; i <= count; i++) print "    {\"" names[i] "\",\n" texts[i] "    },"
        print "    {0, 0},\n};"
    }
}
