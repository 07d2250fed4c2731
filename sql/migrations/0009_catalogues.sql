-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What the catalogues hold from the first day (A5): the 29 document types of
-- rule 3, the decree's codes among them not to be changed; titles with the
-- roles they bring; kinds of meeting; the public holidays with a fixed date.

set local search_path = app;

insert into catalogue_entry (catalogue, code, name, name_en, in_symbol, sort, own) values
    ('document-type', 'NQ', 'Nghị quyết', 'Resolution', true, 10, false),
    ('document-type', 'QĐ', 'Quyết định', 'Decision', true, 20, false),
    ('document-type', 'CT', 'Chỉ thị', 'Directive', true, 30, false),
    ('document-type', 'QC', 'Quy chế', 'Regulation', true, 40, false),
    ('document-type', 'QyĐ', 'Quy định', 'Rules', true, 50, false),
    ('document-type', 'TC', 'Thông cáo', 'Communiqué', true, 60, false),
    ('document-type', 'TB', 'Thông báo', 'Notice', true, 70, false),
    ('document-type', 'HD', 'Hướng dẫn', 'Guidance', true, 80, false),
    ('document-type', 'CTr', 'Chương trình', 'Programme', true, 90, false),
    ('document-type', 'KH', 'Kế hoạch', 'Plan', true, 100, false),
    ('document-type', 'PA', 'Phương án', 'Scheme', true, 110, false),
    ('document-type', 'ĐA', 'Đề án', 'Project proposal', true, 120, false),
    ('document-type', 'DA', 'Dự án', 'Project', true, 130, false),
    ('document-type', 'BC', 'Báo cáo', 'Report', true, 140, false),
    ('document-type', 'BB', 'Biên bản', 'Minutes', true, 150, false),
    ('document-type', 'TTr', 'Tờ trình', 'Submission', true, 160, false),
    ('document-type', 'HĐ', 'Hợp đồng', 'Contract', true, 170, false),
    ('document-type', 'CĐ', 'Công điện', 'Telegram', true, 180, false),
    ('document-type', 'BGN', 'Bản ghi nhớ', 'Memorandum', true, 190, false),
    ('document-type', 'BTT', 'Bản thỏa thuận', 'Agreement', true, 200, false),
    ('document-type', 'GUQ', 'Giấy ủy quyền', 'Authorisation', true, 210, false),
    ('document-type', 'GM', 'Giấy mời', 'Invitation', true, 220, false),
    ('document-type', 'GGT', 'Giấy giới thiệu', 'Letter of introduction', true, 230, false),
    ('document-type', 'GNP', 'Giấy nghỉ phép', 'Leave certificate', true, 240, false),
    ('document-type', 'PG', 'Phiếu gửi', 'Sending slip', true, 250, false),
    ('document-type', 'PC', 'Phiếu chuyển', 'Forwarding slip', true, 260, false),
    ('document-type', 'PB', 'Phiếu báo', 'Information slip', true, 270, false),
    ('document-type', 'CV', 'Công văn', 'Official letter', false, 280, false),
    ('document-type', 'ThC', 'Thư công', 'Official note', false, 290, false);

insert into catalogue_entry (catalogue, name, name_en, roles, sort) values
    ('title', 'Chủ tịch', 'Chairperson', '{leader}', 10),
    ('title', 'Phó Chủ tịch', 'Vice Chairperson', '{leader}', 20),
    ('title', 'Chánh Văn phòng', 'Chief of Office', '{leader}', 30),
    ('title', 'Phó Chánh Văn phòng', 'Deputy Chief of Office', '{leader}', 40),
    ('title', 'Giám đốc', 'Director', '{leader}', 50),
    ('title', 'Phó Giám đốc', 'Deputy Director', '{leader}', 60),
    ('title', 'Trưởng phòng', 'Head of Division', '{leader}', 70),
    ('title', 'Phó Trưởng phòng', 'Deputy Head of Division', '{leader}', 80),
    ('title', 'Ủy viên', 'Member', '{leader}', 90),
    ('title', 'Thư ký', 'Secretary', '{secretary}', 100),
    ('title', 'Văn thư', 'Registry Clerk', '{registry_clerk}', 110),
    ('title', 'Chuyên viên cao cấp', 'Senior Officer', '{officer}', 120),
    ('title', 'Chuyên viên chính', 'Principal Officer', '{officer}', 130),
    ('title', 'Chuyên viên', 'Officer', '{officer}', 140);

insert into catalogue_entry (catalogue, name, name_en, sort) values
    ('meeting-type', 'Phiên họp', 'Session', 10),
    ('meeting-type', 'Kỳ họp', 'Regular session', 20),
    ('meeting-type', 'Hội nghị', 'Conference', 30),
    ('meeting-type', 'Giao ban', 'Briefing', 40),
    ('meeting-type', 'Họp chuyên đề', 'Thematic meeting', 50);

-- The lunar ones, and days moved by decision, are entered year by year.
insert into catalogue_entry (catalogue, name, name_en, held_on)
select 'holiday', h.name, h.name_en, make_date(y, h.month, h.day)
from generate_series(extract(year from current_date)::integer, extract(year from current_date)::integer + 1) y,
     (values ('Tết Dương lịch', 'New Year''s Day', 1, 1), ('Ngày Chiến thắng', 'Reunification Day', 4, 30),
             ('Ngày Quốc tế lao động', 'International Labour Day', 5, 1), ('Quốc khánh', 'National Day', 9, 2)) h (name, name_en, month, day);
