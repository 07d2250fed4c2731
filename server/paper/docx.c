/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * WordprocessingML out of a print description, zipped by libarchive. It lays
 * nothing out: that is the reader's program's work. Twips are twentieths of a
 * point, as the format has them.
 */
#include "paper/docx.h"
#include "base/error.h"
#include <archive.h>
#include <archive_entry.h>
#include <math.h>
#include <string.h>

#define PAGE_SHORT 11906 /* A4, twips */
#define PAGE_LONG 16838
#define MARGIN_TOP 1134     /* 20 mm */
#define MARGIN_LEFT 1701    /* 30 mm */
#define MARGIN_RIGHT 850    /* 15 mm */
#define HEADER_FROM_TOP 567 /* 10 mm */
#define NUMBER_HALF_POINTS 26

static const char MAIN_NS[] = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
                              "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
static const char XML[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

static const char CONTENT_TYPES[] =
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/word/document.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
    "<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>"
    "<Override PartName=\"/word/header1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>"
    "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
    "</Types>";
static const char PACKAGE_RELS[] =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
    "Target=\"word/document.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" "
    "Target=\"docProps/core.xml\"/>"
    "</Relationships>";
static const char DOCUMENT_RELS[] =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/header\" Target=\"header1.xml\"/>"
    "</Relationships>";

static int twips(double points)
{
    return (int)lround(points * 20);
}

static double number_of(const json_t *object, const char *key)
{
    return json_number_value(json_object_get(object, key));
}

static gboolean is_on(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

/* What XML cannot hold is left out; line feeds and tabs become elements. */
static void words_put(GString *out, const char *text)
{
    g_string_append(out, "<w:t xml:space=\"preserve\">");
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (c == '\n' || c == '\t')
            g_string_append_printf(out, "</w:t><w:%s/><w:t xml:space=\"preserve\">", c == '\n' ? "br" : "tab");
        else if (c == '&' || c == '<' || c == '>')
            g_string_append(out, c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&gt;");
        else if (c >= 0x20 && c != 0xfffe && c != 0xffff)
            g_string_append_unichar(out, c);
    }
    g_string_append(out, "</w:t>");
}

static void run_put(GString *out, const json_t *style, const json_t *run)
{
    gboolean plain = is_on(run, "plain");
    double size = number_of(run, "size") > 0 ? number_of(run, "size") : number_of(style, "size");
    g_string_append(out, "<w:r><w:rPr>");
    if (is_on(run, "bold") || (is_on(style, "bold") && !plain))
        g_string_append(out, "<w:b/>");
    if (is_on(run, "italic") || (is_on(style, "italic") && !plain))
        g_string_append(out, "<w:i/>");
    if (is_on(run, "caps") || is_on(style, "caps"))
        g_string_append(out, "<w:caps/>");
    g_string_append_printf(out, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>", (int)lround(size * 2), (int)lround(size * 2));
    if (is_on(run, "underline"))
        g_string_append(out, "<w:u w:val=\"single\"/>");
    g_string_append(out, "</w:rPr>");
    words_put(out, text_of(run, "text"));
    g_string_append(out, "</w:r>");
}

static void properties_put(GString *out, const json_t *style, gboolean marked)
{
    static const char *const aligns[] = {"both", "left", "right", "center"};
    double indent = number_of(style, "indent"), first = number_of(style, "first_line");
    g_string_append(out, "<w:pPr>");
    if (is_on(style, "keep"))
        g_string_append(out, "<w:keepNext/>");
    g_string_append_printf(out, "<w:spacing w:before=\"%d\" w:after=\"%d\" w:line=\"%d\" w:lineRule=\"auto\"/>",
                           twips(number_of(style, "before")), twips(number_of(style, "after")),
                           (int)lround(240 * MAX(number_of(style, "line"), 0.5)));
    if (marked) /* the mark stands in the text: it hangs as far as it is wide, about */
        g_string_append_printf(out, "<w:ind w:left=\"0\" w:firstLine=\"%d\"/>", twips(indent));
    else if (first < 0)
        g_string_append_printf(out, "<w:ind w:left=\"%d\" w:hanging=\"%d\"/>", twips(indent), twips(-first));
    else
        g_string_append_printf(out, "<w:ind w:left=\"%d\" w:firstLine=\"%d\"/>", twips(indent), twips(first));
    g_string_append_printf(out, "<w:jc w:val=\"%s\"/></w:pPr>", aligns[CLAMP((int)number_of(style, "align"), 0, 3)]);
}

static void text_put(GString *out, const json_t *block)
{
    const json_t *style = json_object_get(block, "style"), *run = NULL;
    const char *mark = text_of(block, "mark");
    size_t index = 0;
    g_string_append(out, "<w:p>");
    properties_put(out, style, *mark != 0);
    if (*mark) {
        g_autoptr(json_t) first = json_pack("{s:s}", "text", mark);
        run_put(out, style, first);
    }
    json_array_foreach(json_object_get(block, "runs"), index, run)
    {
        run_put(out, style, run);
    }
    g_string_append(out, "</w:p>");
}

/* A paragraph of that height with, for a rule, a line under it, as wide as its share of `width`. */
static void bar_put(GString *out, double before, double after, double share, double width)
{
    int side = share > 0 ? twips(width * (1 - MIN(share, 1)) / 2) : 0;
    g_string_append_printf(out,
                           "<w:p><w:pPr>%s<w:spacing w:before=\"%d\" w:after=\"%d\" w:line=\"20\" w:lineRule=\"exact\"/>"
                           "<w:ind w:left=\"%d\" w:right=\"%d\"/></w:pPr></w:p>",
                           share > 0 ? "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/></w:pBdr>" : "",
                           twips(before), twips(after), side, side);
}

static void blocks_put(GString *out, const json_t *blocks, double width);

static void cell_put(GString *out, const json_t *cell, double width, int columns)
{
    g_string_append_printf(out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/><w:gridSpan w:val=\"%d\"/></w:tcPr>", twips(width),
                           columns);
    const json_t *blocks = json_object_get(cell, "blocks");
    blocks_put(out, blocks, width);
    const json_t *last = json_array_size(blocks) ? json_array_get(blocks, json_array_size(blocks) - 1) : NULL;
    if (!last || strcmp(text_of(last, "kind"), "table") == 0)
        g_string_append(out, "<w:p/>"); /* a cell ends with a paragraph */
    g_string_append(out, "</w:tc>");
}

static void row_put(GString *out, const json_t *row, const double *widths, size_t columns, gboolean head, gboolean keep)
{
    size_t index = 0, at = 0;
    const json_t *cell = NULL;
    g_string_append_printf(out, "<w:tr><w:trPr>%s%s</w:trPr>", keep ? "<w:cantSplit/>" : "", head ? "<w:tblHeader/>" : "");
    json_array_foreach(row, index, cell)
    {
        size_t span = MIN((size_t)MAX(number_of(cell, "columns"), 1), columns - at);
        double width = 0;
        for (size_t i = 0; i < span; i++)
            width += widths[at + i];
        if (span > 0)
            cell_put(out, cell, width, (int)span);
        at += span;
    }
    for (; at < columns; at++)
        cell_put(out, NULL, widths[at], 1);
    g_string_append(out, "</w:tr>");
}

static void table_put(GString *out, const json_t *table, double width)
{
    const json_t *shares = json_object_get(table, "shares"), *row = NULL;
    size_t columns = MIN(json_array_size(shares), PRINT_COLUMNS), index = 0;
    double widths[PRINT_COLUMNS] = {0}, sum = 0;
    for (size_t i = 0; i < columns; i++)
        sum += json_number_value(json_array_get(shares, i));
    int pad = twips(number_of(table, "padding"));
    bar_put(out, number_of(table, "before"), 0, 0, width);
    g_string_append_printf(out, "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/>", twips(width));
    if (is_on(table, "borders")) {
        static const char *const sides[] = {"top", "left", "bottom", "right", "insideH", "insideV"};
        g_string_append(out, "<w:tblBorders>");
        for (guint i = 0; i < G_N_ELEMENTS(sides); i++)
            g_string_append_printf(out, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>", sides[i]);
        g_string_append(out, "</w:tblBorders>");
    }
    g_string_append_printf(out,
                           "<w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"%d\" w:type=\"dxa\"/><w:right w:w=\"%d\" "
                           "w:type=\"dxa\"/></w:tblCellMar>"
                           "</w:tblPr><w:tblGrid>",
                           pad, pad);
    for (size_t i = 0; i < columns; i++) {
        widths[i] = width * json_number_value(json_array_get(shares, i)) / (sum > 0 ? sum : 1);
        g_string_append_printf(out, "<w:gridCol w:w=\"%d\"/>", twips(widths[i]));
    }
    g_string_append(out, "</w:tblGrid>");
    json_array_foreach(json_object_get(table, "rows"), index, row)
    {
        row_put(out, row, widths, columns, (double)index < number_of(table, "headers"), is_on(table, "keep"));
    }
    g_string_append(out, "</w:tbl>");
    bar_put(out, 0, number_of(table, "after"), 0, width);
}

static void blocks_put(GString *out, const json_t *blocks, double width)
{
    size_t index = 0;
    const json_t *block = NULL;
    json_array_foreach(blocks, index, block)
    {
        const char *kind = text_of(block, "kind");
        if (strcmp(kind, "text") == 0)
            text_put(out, block);
        else if (strcmp(kind, "rule") == 0)
            bar_put(out, number_of(block, "before"), number_of(block, "after"), number_of(block, "share"), width);
        else if (strcmp(kind, "space") == 0)
            bar_put(out, number_of(block, "height"), 0, 0, width);
        else if (strcmp(kind, "break") == 0)
            g_string_append(out, "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
        else if (strcmp(kind, "table") == 0)
            table_put(out, block, width);
    }
}

static char *document_xml(const json_t *root)
{
    gboolean wide = is_on(root, "landscape"), numbers = is_on(root, "numbers");
    int across = wide ? PAGE_LONG : PAGE_SHORT, down = wide ? PAGE_SHORT : PAGE_LONG;
    GString *out = g_string_new(XML);
    g_string_append_printf(out, "<w:document %s><w:body>", MAIN_NS);
    blocks_put(out, json_object_get(root, "blocks"), (across - MARGIN_LEFT - MARGIN_RIGHT) / 20.0);
    g_string_append(out, "<w:sectPr>");
    if (numbers)
        g_string_append(out, "<w:headerReference w:type=\"default\" r:id=\"rId2\"/>");
    g_string_append_printf(out,
                           "<w:pgSz w:w=\"%d\" w:h=\"%d\"%s/><w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" "
                           "w:header=\"%d\" w:footer=\"%d\" w:gutter=\"0\"/>"
                           "<w:pgNumType w:start=\"%d\"/><w:titlePg/></w:sectPr></w:body></w:document>",
                           across, down, wide ? " w:orient=\"landscape\"" : "", MARGIN_TOP, MARGIN_RIGHT, MARGIN_TOP, MARGIN_LEFT,
                           HEADER_FROM_TOP, HEADER_FROM_TOP,
                           (int)MAX(number_of(root, "first"), 1)); /* titlePg: the first page has a header of its own, which is empty */
    return g_string_free(out, FALSE);
}

static char *styles_xml(const json_t *root)
{
    return g_strdup_printf("%s<w:styles %s><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New "
                           "Roman\" w:cs=\"Times New Roman\" "
                           "w:eastAsia=\"Times New Roman\"/><w:color w:val=\"000000\"/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/><w:lang "
                           "w:val=\"%s\"/></w:rPr></w:rPrDefault>"
                           "<w:pPrDefault/></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name "
                           "w:val=\"Normal\"/></w:style></w:styles>",
                           XML, MAIN_NS, strcmp(text_of(root, "language"), "en") == 0 ? "en-GB" : "vi-VN");
}

static char *header_xml(void)
{
    return g_strdup_printf("%s<w:hdr %s><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr><w:sz w:val=\"%d\"/></w:rPr><w:fldChar "
                           "w:fldCharType=\"begin\"/></w:r>"
                           "<w:r><w:rPr><w:sz w:val=\"%d\"/></w:rPr><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar "
                           "w:fldCharType=\"end\"/></w:r></w:p></w:hdr>",
                           XML, MAIN_NS, NUMBER_HALF_POINTS, NUMBER_HALF_POINTS);
}

static char *core_xml(const json_t *root)
{
    g_autofree char *title = g_markup_escape_text(text_of(root, "title"), -1), *author = g_markup_escape_text(text_of(root, "author"), -1),
                    *at = g_markup_escape_text(text_of(root, "made_at"), -1);
    return g_strdup_printf("%s<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
                           "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                           "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
                           "<dc:title>%s</dc:title><dc:creator>%s</dc:creator><dcterms:created "
                           "xsi:type=\"dcterms:W3CDTF\">%s</dcterms:created></cp:coreProperties>",
                           XML, title, author, at);
}

static gboolean part_write(struct archive *zip, const char *name, const char *text)
{
    struct archive_entry *entry = archive_entry_new();
    gsize bytes = strlen(text);
    archive_entry_set_pathname(entry, name);
    archive_entry_set_size(entry, (la_int64_t)bytes);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_mtime(entry, 946684800, 0); /* 2000: the same bytes each time */
    gboolean done = archive_write_header(zip, entry) == ARCHIVE_OK && archive_write_data(zip, text, bytes) == (la_ssize_t)bytes;
    archive_entry_free(entry);
    return done;
}

static la_ssize_t bytes_take(struct archive *zip, void *into, const void *bytes, size_t length)
{
    (void)zip;
    g_byte_array_append(into, bytes, (guint)length);
    return (la_ssize_t)length;
}

GBytes *docx_make(const Print *print, GError **error)
{
    const json_t *root = print_description(print);
    if (!root) {
        error_set(error, ERROR_INTERNAL, NULL, "a description that cannot be printed");
        return NULL;
    }
    g_autofree char *document = document_xml(root), *styles = styles_xml(root), *header = header_xml(), *core = core_xml(root);
    g_autofree char *types = g_strconcat(XML, CONTENT_TYPES, NULL), *rels = g_strconcat(XML, PACKAGE_RELS, NULL),
                    *links = g_strconcat(XML, DOCUMENT_RELS, NULL);
    const char *const parts[][2] = {{"[Content_Types].xml", types},  {"_rels/.rels", rels},
                                    {"word/document.xml", document}, {"word/_rels/document.xml.rels", links},
                                    {"word/styles.xml", styles},     {"word/header1.xml", header},
                                    {"docProps/core.xml", core}};
    GByteArray *bytes = g_byte_array_new();
    struct archive *zip = archive_write_new();
    gboolean good =
        archive_write_set_format_zip(zip) == ARCHIVE_OK && archive_write_set_options(zip, "zip:compression=deflate") == ARCHIVE_OK &&
        archive_write_set_bytes_per_block(zip, 0) == ARCHIVE_OK && archive_write_open(zip, bytes, NULL, bytes_take, NULL) == ARCHIVE_OK;
    for (guint i = 0; i < G_N_ELEMENTS(parts) && good; i++)
        good = part_write(zip, parts[i][0], parts[i][1]);
    good = archive_write_close(zip) == ARCHIVE_OK && good;
    if (!good)
        error_set(error, ERROR_INTERNAL, NULL, "zip: %s", archive_error_string(zip) ? archive_error_string(zip) : "failed");
    archive_write_free(zip);
    GBytes *made = g_byte_array_free_to_bytes(bytes);
    if (good)
        return made;
    g_bytes_unref(made);
    return NULL;
}
