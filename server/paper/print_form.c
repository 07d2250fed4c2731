/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two shapes that every paper of an office has (Decree 30/2020/NĐ-CP,
 * Appendix I): the head with issuer and motto, and the foot with receivers and
 * signature. Where the decree leaves a choice, the head takes the
 * smaller letter, with which the motto stands on one line beside a long issuer.
 */
#include "paper/print.h"

#define ISSUER_SIZE 12
#define MOTTO_SIZE 12
#define TIEU_NGU_SIZE 13
#define NUMBER_SIZE 13
#define RECEIVER_SIZE 11
#define SIGN_SIZE 14
#define ROOM_TO_SIGN 68 /* points between the office and the name: four lines */

static const char MOTTO[] = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
static const char TIEU_NGU[] = "Độc lập - Tự do - Hạnh phúc";

static gboolean is_said(const char *text)
{
    return text && *text;
}

static void line_put(Print *print, double size, gboolean bold, gboolean italic, gboolean caps, double before, const char *text)
{
    const PrintStyle style = {.align = PRINT_CENTRE, .size = size, .bold = bold, .italic = italic, .caps = caps, .before = before};
    print_text(print, &style, text);
}

void print_head(Print *print, const PrintHead *head)
{
    /* In rows, so that number and date stand on one line however many lines the issuer's name takes. */
    print_table_begin(print, &(PrintTable){.columns = 2, .shares = {0.45, 0.55}, .padding = -1, .after = 14, .keep = TRUE});
    print_row(print);
    print_cell(print, 1);
    if (is_said(head->parent))
        line_put(print, ISSUER_SIZE, FALSE, FALSE, TRUE, 0, head->parent);
    line_put(print, ISSUER_SIZE, TRUE, FALSE, TRUE, 0, head->issuer);
    print_rule(print, 0.4, 2, 0);
    print_cell(print, 1);
    line_put(print, MOTTO_SIZE, TRUE, FALSE, FALSE, 0, MOTTO);
    line_put(print, TIEU_NGU_SIZE, TRUE, FALSE, FALSE, 0, TIEU_NGU);
    print_rule(print, 0.62, 2, 0);
    print_row(print);
    print_cell(print, 1);
    print_space(print, 8);
    if (is_said(head->number))
        line_put(print, NUMBER_SIZE, FALSE, FALSE, FALSE, 0, head->number);
    if (is_said(head->subject))
        line_put(print, 12, FALSE, FALSE, FALSE, 2, head->subject);
    print_cell(print, 1);
    print_space(print, 8);
    if (is_said(head->place_and_date))
        line_put(print, 14, FALSE, TRUE, FALSE, 0, head->place_and_date);
    print_table_end(print);
}

static void receivers_put(Print *print, const char *const *receivers)
{
    print_text(print, &(PrintStyle){.align = PRINT_LEFT, .size = 12, .bold = TRUE, .italic = TRUE}, "Nơi nhận:");
    for (guint i = 0; receivers[i]; i++) {
        const PrintStyle style = {.align = PRINT_LEFT, .size = RECEIVER_SIZE};
        gboolean dashed = g_str_has_prefix(receivers[i], "- ");
        print_bullet(print, &style, dashed ? "- " : "", &(PrintRun){.text = receivers[i] + (dashed ? 2 : 0)}, 1);
    }
}

static void signature_put(Print *print, const char *const *titles, const char *name)
{
    for (guint i = 0; titles && titles[i]; i++)
        line_put(print, SIGN_SIZE, TRUE, FALSE, TRUE, 0, titles[i]);
    print_space(print, ROOM_TO_SIGN);
    line_put(print, SIGN_SIZE, TRUE, FALSE, FALSE, 0, is_said(name) ? name : "");
}

void print_sign(Print *print, const PrintSign *sign)
{
    print_table_begin(print, &(PrintTable){.columns = 2, .shares = {0.5, 0.5}, .padding = -1, .before = 12, .keep = TRUE});
    print_row(print);
    print_cell(print, 1);
    if (sign->left_title)
        signature_put(print, (const char *const[]){sign->left_title, NULL}, sign->left_name);
    else if (sign->receivers)
        receivers_put(print, sign->receivers);
    print_cell(print, 1);
    signature_put(print, sign->titles, sign->name);
    print_table_end(print);
}

void print_receivers(Print *print, const char *const *receivers)
{
    print_space(print, 10);
    receivers_put(print, receivers);
}
