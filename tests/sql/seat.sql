-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Seat maps, places and private calendar addresses are told by functions alone (A5, E10, I2).
select tap.be('thuky');
select throws_ok(format('select * from app.%I', t), '42501', null, t || '__is_read_by_nobody_directly')
from unnest(array['room_map', 'room_seat', 'meeting_seating', 'meeting_seat', 'feed', 'meeting_ical']) t;
select throws_ok($$ select app.meetings_ical('{}', false) $$, '42501', null, 'calendar__of_any_meetings_is_no_requests_to_ask');
select is_empty($$ select app.feed_read(repeat('a', 64), null) $$, 'feed__without_its_address_is_not_there');
select is_empty(format('select app.room_map_set(%L, null, %L)', gen_random_uuid(), '{"width": 10, "height": 10, "seats": []}'), 'room_map__of_no_room_is_not_there');
