/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Texts of before Unicode are read as what they show: letter by letter, and out
 * of whole PDFs through the sandbox.
 */
#include "../../server/workers/render/legacy.c"
#include "base/json.h"
#include "render_files.h"

static Render *render;
static char *cache;

static void assert_converted(LegacyKind kind, const char *written, const char *meant)
{
    glong count = 0;
    g_autofree gunichar *letters = g_utf8_to_ucs4_fast(written, -1, &count);
    g_autoptr(GString) got = g_string_new(NULL);
    legacy_convert(kind, letters, (guint)count);
    for (glong i = 0; i < count; i++)
        if (letters[i])
            g_string_append_unichar(got, letters[i]);
    g_assert_cmpstr(got->str, ==, meant);
}

static void tcvn__becomes_unicode(void)
{
    assert_converted(LEGACY_TCVN, "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam");
    assert_converted(LEGACY_TCVN, "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc");
    assert_converted(LEGACY_TCVN, "¡¢£¤¥¦§¨©ª«¬®", "ĂÂÊÔƠƯĐăâêôơđ");
    assert_converted(LEGACY_TCVN, "µ¶·¸¹ »¼½¾Æ ÇÈÉÊË", "àảãáạ ằẳẵắặ ầẩẫấậ");
    assert_converted(LEGACY_TCVN, "ÌÎÏÐÑ ÒÓÔÕÖ ×ØÜÝÞ", "èẻẽéẹ ềểễếệ ìỉĩíị");
    assert_converted(LEGACY_TCVN, "ßáâãä åæçèé êëìíî", "òỏõóọ ồổỗốộ ờởỡớợ");
    assert_converted(LEGACY_TCVN, "ïñòóô õö÷øù úûüýþ", "ùủũúụ ừửữứự ỳỷỹýỵ");
    assert_converted(LEGACY_TCVN, "v\u03bc x\u2219", "và xã");   /* the other names of µ and · */
    assert_converted(LEGACY_TCVN, "x\uf0b7 h\uf0e9i", "xã hội"); /* out of a font that calls itself symbols */
    assert_converted(LEGACY_NONE, "x\uf0b7", "x\uf0b7");
    assert_converted(LEGACY_TCVN_CAPITALS, "quyÕt ®Þnh Sè 12", "QUYẾT ĐỊNH SỐ 12");
}

/* Windows names the code of ư a hyphen. */
static void tcvn__tells_a_horned_u_from_a_hyphen(void)
{
    assert_converted(LEGACY_TCVN, "n-íc ®-êng nh- vËy, t-¬ng ®-¬ng, gi-êng", "nước đường như vậy, tương đương, giường");
    assert_converted(LEGACY_TCVN, "Th- viÖn §¹i häc S- ph¹m", "Thư viện Đại học Sư phạm");
    assert_converted(LEGACY_TCVN, "-u tiªn -íc tÝnh m-a nh-ng l-u tr-ng", "ưu tiên ước tính mưa nhưng lưu trưng");
    assert_converted(LEGACY_TCVN, "n\u00adíc", "nước");
    const char *const hyphens[] = {"NQ-CP", "2005-2010", "A - B", "Cam-pu-chia", "ki-l", "B-52", "- Ban", "NQ- CP", "Bac-Nam", "-a"};
    for (guint i = 0; i < G_N_ELEMENTS(hyphens); i++)
        assert_converted(LEGACY_TCVN, hyphens[i], hyphens[i]);
    assert_converted(LEGACY_TCVN_CAPITALS, "nhµ n-íc", "NHÀ NƯỚC");
}

static void vni__becomes_unicode(void)
{
    assert_converted(LEGACY_VNI, "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam");
    assert_converted(LEGACY_VNI, "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc");
    assert_converted(LEGACY_VNI, "aùaøaûaõaï aâaáaàaåaãaä aêaéaèaúaüaë", "áàảãạ âấầẩẫậ ăắằẳẵặ");
    assert_converted(LEGACY_VNI, "eùeøeûeõeï eâeáeàeåeãeä íìæóò", "éèẻẽẹ êếềểễệ íìỉĩị");
    assert_converted(LEGACY_VNI, "oùoøoûoõoï oâoáoàoåoãoä ôùôøôûôõôï ô", "óòỏõọ ôốồổỗộ ớờởỡợ ơ");
    assert_converted(LEGACY_VNI, "uùuøuûuõuï öùöøöûöõöï ö yùyøyûyõî ñ", "úùủũụ ứừửữự ư ýỳỷỹỵ đ");
    assert_converted(LEGACY_VNI, "QUYEÁT ÑÒNH SOÁ 12 CUÛA UÛY BAN NÖÔÙC", "QUYẾT ĐỊNH SỐ 12 CỦA ỦY BAN NƯỚC");
    assert_converted(LEGACY_VNI, "ù tù bâ iê uâ", "ù tù bâ iê uâ"); /* marks that no letter takes */
}

static void font__is_known_by_its_name(void)
{
    const char *const tcvn_names[] = {".VnTime",         "ABCDEF+.VnTime", ".VnTime,Bold",         ".VnArial-BoldItalic",
                                      ".VnArial Narrow", "VnTime",         "QWERTY+VnArial,Italic"};
    const char *const capitals[] = {".VnTimeH", "ABCDEF+.VnTimeH,Bold", ".VnArial NarrowH", "VnArialH", ".VnTimeH-Bold"};
    const char *const vni[] = {"VNI-Times", "ABCDEF+VNI-Helve-Condense", "VNI-Times,Bold"};
    const char *const others[] = {"Times New Roman", "VnTimes",    "VnTimeHa", "Vntime", ".Vn",     ".Vnt",
                                  "VNITimes",        "VNIx-Times", "VNI",      "",       "ABCDEF+", "AVnTime",
                                  "Liberation",      "X.VnTime",   NULL};
    for (guint i = 0; i < G_N_ELEMENTS(tcvn_names); i++)
        g_assert_cmpint(legacy_kind(tcvn_names[i]), ==, LEGACY_TCVN);
    for (guint i = 0; i < G_N_ELEMENTS(capitals); i++)
        g_assert_cmpint(legacy_kind(capitals[i]), ==, LEGACY_TCVN_CAPITALS);
    for (guint i = 0; i < G_N_ELEMENTS(vni); i++)
        g_assert_cmpint(legacy_kind(vni[i]), ==, LEGACY_VNI);
    for (guint i = 0; i < G_N_ELEMENTS(others); i++)
        g_assert_cmpint(legacy_kind(others[i]), ==, LEGACY_NONE);
}

#define UNICODE "ð" /* at the beginning of a line: its font says that this code is ộ */

/* A page with lines, each in a font of its own: name, then codes as letters of Latin-1. */
static PaperFile *paper_in(const char *const *lines)
{
    static const char meaning[] = "/CIDInit/ProcSet findresource begin begincmap 1 begincodespacerange<00><ff>endcodespacerange\n"
                                  "1 beginbfchar<f0><1ed9>endbfchar endcmap end";
    g_autoptr(GString) fonts = g_string_new(NULL), content = g_string_new("BT 60 780 Td 0 -40 TD\n"), text = g_string_new("%PDF-1.4\n");
    for (guint i = 0; lines[i]; i += 2) {
        g_autofree char *codes = g_convert(lines[i + 1], -1, "ISO-8859-1", "UTF-8", NULL, NULL, NULL);
        g_assert_nonnull(codes);
        g_string_append_printf(fonts, "/F%u<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding%s>>", i, lines[i],
                               g_str_has_prefix(lines[i + 1], UNICODE) ? "/ToUnicode 5 0 R" : "");
        g_string_append_printf(content, "/F%u 12 Tf(%s)Tj T*\n", i, codes);
    }
    g_string_append(content, "ET");
    g_string_append_printf(text,
                           "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                           "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 842]/Contents 4 0 R/Resources<</Font<<%s>>>>>>endobj\n"
                           "4 0 obj<</Length %zu>>stream\n%s\nendstream endobj\n"
                           "5 0 obj<</Length %zu>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n",
                           fonts->str, content->len, content->str, strlen(meaning), meaning);
    PaperFile *file = g_new0(PaperFile, 1);
    file->bytes = g_bytes_new(text->str, text->len);
    file->sha256 = text_sha256(text->str, text->len);
    file->source = (RenderSource){file->sha256, text->len, paper_write, file};
    return file;
}

static void assert_read(const char *const *lines, const char *meant)
{
    PaperFile *file = paper_in(lines);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = render_text(render, &file->source, 1, &error);
    g_assert_no_error(error);
    g_autoptr(json_t) text = json_parse(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), &error);
    g_autoptr(GString) got = g_string_new(NULL);
    size_t l, w;
    json_t *line, *word;
    json_array_foreach(json_object_get(text, "lines"), l, line)
    {
        json_array_foreach(json_object_get(line, "words"), w, word)
        {
            g_string_append_printf(got, "%s%s", got->len ? " " : "", json_string_value(json_object_get(word, "t")));
            g_assert_cmpfloat(json_number_value(json_object_get(word, "w")), >, 0);
        }
    }
    g_assert_cmpstr(got->str, ==, meant);
    paper_close(file);
}

static void text__of_old_fonts_is_read_as_it_looks(void)
{
    assert_read((const char *const[]){".VnTimeH", "Céng hßa x· héi", ".VnTime", "chñ nghÜa ViÖt Nam", "ABCDEF+.VnArial,Bold",
                                      "nhµ n-íc vµ ph¸p luËt", NULL},
                "CỘNG HÒA XÃ HỘI chủ nghĩa Việt Nam nhà nước và pháp luật");
    assert_read((const char *const[]){"VNI-Times", "Coäng hoøa xaõ hoäi", "VNI-Times,Bold", "chuû nghóa Vieät Nam", NULL},
                "Cộng hòa xã hội chủ nghĩa Việt Nam");
}

static void text__of_other_fonts_is_left_alone(void)
{
    assert_read((const char *const[]){"Helvetica", "Céng hßa Coäng", "Times-Roman", "café à la crème n-íc", ".VnTime", "Céng", NULL},
                "Céng hßa Coäng café à la crème n-íc Cộng");
}

/* Some programs keep the old name when they make Unicode of the text. */
static void text__that_is_unicode_already_stays_in_a_font_of_an_old_name(void)
{
    assert_read((const char *const[]){".VnTime", UNICODE "àé", ".VnTime", "hßa", ".VnArial", "hßa", NULL}, "ộàé hßa hòa");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_log_set_always_fatal(G_LOG_LEVEL_ERROR);
    cache = g_dir_make_tmp("nghisu-pages-XXXXXX", NULL);
    render = paper_start(cache);
    g_test_add_func("/render/tcvn/becomes_unicode", tcvn__becomes_unicode);
    g_test_add_func("/render/tcvn/tells_a_horned_u_from_a_hyphen", tcvn__tells_a_horned_u_from_a_hyphen);
    g_test_add_func("/render/vni/becomes_unicode", vni__becomes_unicode);
    g_test_add_func("/render/font/is_known_by_its_name", font__is_known_by_its_name);
    g_test_add_func("/render/text/of_old_fonts_is_read_as_it_looks", text__of_old_fonts_is_read_as_it_looks);
    g_test_add_func("/render/text/of_other_fonts_is_left_alone", text__of_other_fonts_is_left_alone);
    g_test_add_func("/render/text/that_is_unicode_already_stays_in_a_font_of_an_old_name",
                    text__that_is_unicode_already_stays_in_a_font_of_an_old_name);
    int result = g_test_run();
    render_stop(render);
    paper_remove(cache);
    g_free(cache);
    return result;
}
