/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Meetings as iCalendar: what is told, in which form, and what never is.
 */
#include "base/error.h"
#include "base/json.h"
#include "exchange/ical.h"
#include <libical/ical.h>
#include <string.h>

static const IcalOffice office = {.origin = "https://hop.tinh.gov.vn", .host = "hop.tinh.gov.vn", .language = "vi"};

#define FACTS                                                                                                                        \
    "\"id\":\"0190c0de-0000-7000-8000-000000000001\",\"title\":\"Giao ban, tuần 47; \\\"quý IV\\\"\",\"type\":\"Giao ban\","      \
    "\"room\":\"Phòng họp A\",\"place\":\"Tầng 2\",\"online\":true,\"description\":null,\"chair\":\"Trần Quốc Thắng\","   \
    "\"host_id\":\"0190c0de-0000-7000-8000-000000000002\",\"host\":\"Văn phòng\",\"starts_at\":1795600800,\"ends_at\":1795608000," \
    "\"sequence\":3,\"created_at\":1795000000,\"changed_at\":1795100000,\"agenda\":[{\"number\":\"1\",\"title\":\"Đề án\"},"     \
    "{\"number\":\"1.1\",\"title\":\"Kinh phí\"}],"
#define READER(role, answer)                                                                                                        \
    "\"reader\":{\"id\":\"0190c0de-0000-7000-8000-000000000003\",\"full_name\":\"Lê \\\"Hòa\\\"\",\"email\":\"hoa@tinh.gov.vn\"," \
    "\"role\":\"" role "\",\"answer\":" answer "}"

static json_t *facts_of(const char *text)
{
    g_autoptr(GError) error = NULL;
    json_t *facts = json_parse(text, strlen(text), &error);
    g_assert_no_error(error);
    return facts;
}

static char *written(const char *facts, IcalMethod method)
{
    g_autoptr(json_t) meeting = facts_of(facts);
    g_autoptr(GError) error = NULL;
    char *text = ical_meeting(meeting, &office, method, 1795200000, &error);
    g_assert_no_error(error);
    return text;
}

/* Unfolded, so that a line is one property. */
static char *unfolded(char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, "\r\n ", -1);
    g_free(text);
    return g_strjoinv("", parts);
}

static void assert_has(const char *text, const char *line)
{
    g_autofree char *whole = g_strconcat("\r\n", line, "\r\n", NULL);
    if (!strstr(text, whole))
        g_error("no line %s in\n%s", line, text);
}

static void meeting__is_one_event_with_all_that_a_calendar_needs(void)
{
    g_autofree char *text = unfolded(written("{\"state\":\"invited\"," FACTS READER("member", "null") "}", ICAL_PUBLISH));
    assert_has(text, "METHOD:PUBLISH");
    assert_has(text, "UID:0190c0de-0000-7000-8000-000000000001@hop.tinh.gov.vn");
    assert_has(text, "SEQUENCE:3");
    assert_has(text, "DTSTAMP:20261120T184000Z");
    assert_has(text, "LAST-MODIFIED:20261119T145320Z");
    assert_has(text, "DTSTART:20261125T100000Z");
    assert_has(text, "DTEND:20261125T120000Z");
    assert_has(text, "LOCATION:Phòng họp A\\, Tầng 2");
    assert_has(text, "STATUS:CONFIRMED");
    assert_has(text, "URL:https://hop.tinh.gov.vn/meetings/0190c0de-0000-7000-8000-000000000001");
    assert_has(text, "ORGANIZER;CN=Văn phòng:urn:uuid:0190c0de-0000-7000-8000-000000000002");
    g_assert_nonnull(strstr(text, "1. Đề án\\n1.1. Kinh phí\\n"));
    g_assert_null(strstr(text, "ATTENDEE")); /* RFC 5546: what is only published names none */
    g_assert_null(strstr(text, "VALARM"));
}

static void reader__is_the_attendee_with_their_answer(void)
{
    static const struct {
        const char *facts, *parameters;
    } cases[] = {
        {"{\"state\":\"invited\"," FACTS READER("member", "null") "}", "ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION"},
        {"{\"state\":\"invited\"," FACTS READER("member", "\"confirmed\"") "}", "ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED"},
        {"{\"state\":\"invited\"," FACTS READER("guest", "\"declined\"") "}", "ROLE=OPT-PARTICIPANT;PARTSTAT=DECLINED"},
        {"{\"state\":\"invited\"," FACTS READER("member", "\"substituted\"") "}", "ROLE=REQ-PARTICIPANT;PARTSTAT=DELEGATED"},
        {"{\"state\":\"invited\"," FACTS READER("chair", "null") "}", "ROLE=CHAIR;PARTSTAT=ACCEPTED"},
        {"{\"state\":\"invited\"," FACTS READER("substitute", "null") "}", "ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = unfolded(written(cases[i].facts, ICAL_REQUEST));
        g_autofree char *line = g_strdup_printf("ATTENDEE;CN=Lê 'Hòa';%s:mailto:hoa@tinh.gov.vn", cases[i].parameters);
        assert_has(text, "METHOD:REQUEST");
        assert_has(text, line);
        assert_has(text, i == 2 || i == 3 ? "TRANSP:TRANSPARENT" : "TRANSP:OPAQUE");
    }
}

static void state__is_said_in_the_calendars_words(void)
{
    g_autofree char *draft = written("{\"state\":\"draft\"," FACTS READER("author", "null") "}", ICAL_PUBLISH);
    g_autofree char *over = written("{\"state\":\"cancelled\"," FACTS READER("member", "null") "}", ICAL_CANCEL);
    assert_has(draft, "STATUS:TENTATIVE");
    assert_has(over, "METHOD:CANCEL");
    assert_has(over, "STATUS:CANCELLED");
}

static void organizer__has_the_offices_mail_when_there_is_one(void)
{
    g_autoptr(json_t) meeting = facts_of("{\"state\":\"invited\"," FACTS READER("member", "null") "}");
    IcalOffice mailing = office;
    mailing.organizer_mail = "hop@tinh.gov.vn";
    g_autofree char *text = ical_meeting(meeting, &mailing, ICAL_REQUEST, 1795200000, NULL);
    assert_has(text, "ORGANIZER;CN=Văn phòng:mailto:hop@tinh.gov.vn");
}

static void text__comes_back_as_it_was(void)
{
    static const char title[] = "Họp \"kín\", mục 1; 2\\3: ằẵặ 𝄞 một\tdòng";
    g_autoptr(json_t) meeting =
        json_pack("{s:s, s:s, s:s, s:I}", "id", "x", "title", title, "state", "invited", "starts_at", (json_int_t)0);
    g_autofree char *text = ical_meeting(meeting, &office, ICAL_PUBLISH, 0, NULL);
    icalcomponent *read = icalparser_parse_string(text);
    g_assert_nonnull(read);
    icalcomponent *event = icalcomponent_get_first_component(read, ICAL_VEVENT_COMPONENT);
    g_assert_cmpstr(icalcomponent_get_summary(event), ==, "Họp \"kín\", mục 1; 2\\3: ằẵặ 𝄞 một dòng");
    icalcomponent_free(read);
}

static void lines__are_folded_within_75_bytes_and_never_inside_a_letter(void)
{
    g_autoptr(GString) title = g_string_new("Về");
    while (g_utf8_strlen(title->str, -1) < 500)
        g_string_append(title, " đề án quy hoạch đường ằẵặ");
    g_autoptr(json_t) meeting =
        json_pack("{s:s, s:s, s:s, s:I}", "id", "x", "title", title->str, "state", "invited", "starts_at", (json_int_t)0);
    g_autofree char *text = ical_meeting(meeting, &office, ICAL_PUBLISH, 0, NULL);
    g_auto(GStrv) lines = g_strsplit(text, "\r\n", -1);
    for (char **line = lines; *line; line++) {
        g_assert_cmpuint(strlen(*line), <=, 75);
        g_assert_true(g_utf8_validate(*line, -1, NULL));
        g_assert_null(strchr(*line, '\n'));
    }
    g_autofree char *whole = unfolded(g_strdup(text));
    g_autofree char *summary = g_strconcat("SUMMARY:", title->str, NULL);
    assert_has(whole, summary);
}

static void control_characters__make_no_lines_of_their_own(void)
{
    g_autoptr(json_t) meeting = json_pack("{s:s, s:s, s:s, s:I, s:{s:s, s:s}}", "id", "x", "title", "a\r\nATTENDEE:mailto:b@c\x01", "state",
                                          "invited", "starts_at", (json_int_t)0, "reader", "id", "y", "full_name", "d\r\nX-E:f\"g");
    g_autofree char *text = ical_meeting(meeting, &office, ICAL_REQUEST, 0, NULL);
    assert_has(text, "SUMMARY:a\\nATTENDEE:mailto:b@c");
    g_assert_null(strstr(text, "\nX-E"));
    g_assert_null(strstr(text, "\nATTENDEE:mailto:b"));
}

static void feed__is_one_calendar_and_the_same_bytes_each_time(void)
{
    g_autoptr(json_t) meetings = facts_of(
        "[{\"state\":\"invited\"," FACTS READER("member", "null") "},{\"state\":\"cancelled\"," FACTS READER("member", "null") "}]");
    g_autofree char *one = ical_feed(meetings, &office, "Lịch họp của tôi", NULL),
                    *two = ical_feed(meetings, &office, "Lịch họp của tôi", NULL);
    g_assert_cmpstr(one, ==, two);
    assert_has(one, "X-WR-CALNAME:Lịch họp của tôi");
    assert_has(one, "DTSTAMP:20261119T145320Z"); /* without a method: when it was last changed */
    g_assert_null(strstr(one, "METHOD"));
    icalcomponent *read = icalparser_parse_string(one);
    g_assert_cmpint(icalcomponent_count_components(read, ICAL_VEVENT_COMPONENT), ==, 2);
    g_assert_cmpint(icalcomponent_count_errors(read), ==, 0);
    icalcomponent_free(read);
    g_autoptr(json_t) none = json_array();
    g_autofree char *empty = ical_feed(none, &office, "x", NULL);
    g_assert_null(strstr(empty, "VEVENT"));
}

static void facts__without_a_start_are_refused(void)
{
    g_autoptr(json_t) meeting = facts_of("{\"id\":\"x\",\"title\":\"y\"}");
    g_autoptr(json_t) list = json_pack("[O]", meeting);
    g_autoptr(GError) error = NULL, other = NULL;
    g_assert_null(ical_meeting(meeting, &office, ICAL_PUBLISH, 0, &error));
    g_assert_error(error, NGHISU_ERROR, ERROR_INTERNAL);
    g_assert_null(ical_feed(list, &office, "x", &other));
    g_assert_error(other, NGHISU_ERROR, ERROR_INTERNAL);
}

#define TEST(name) g_test_add_func("/ical/" #name, name)
int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST(meeting__is_one_event_with_all_that_a_calendar_needs);
    TEST(reader__is_the_attendee_with_their_answer);
    TEST(state__is_said_in_the_calendars_words);
    TEST(organizer__has_the_offices_mail_when_there_is_one);
    TEST(text__comes_back_as_it_was);
    TEST(lines__are_folded_within_75_bytes_and_never_inside_a_letter);
    TEST(control_characters__make_no_lines_of_their_own);
    TEST(feed__is_one_calendar_and_the_same_bytes_each_time);
    TEST(facts__without_a_start_are_refused);
    return g_test_run();
}
