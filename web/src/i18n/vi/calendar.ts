// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of the calendar, and of what overlaps while a meeting is planned. Only words.
export const calendar = {
  title: 'Lịch',
  view: 'Cách xem',
  views: { month: 'Tháng', week: 'Tuần', list: 'Danh sách' },
  whose: 'Lịch của',
  of: { me: 'Lịch của tôi', unit: 'Cơ quan, đơn vị', person: 'Cá nhân', room: 'Phòng họp' },
  chooseUnit: 'Chọn cơ quan, đơn vị',
  choosePerson: 'Chọn người',
  chooseRoom: 'Chọn phòng họp',
  choose: {
    unit: 'Chọn cơ quan, đơn vị để xem lịch.',
    person: 'Chọn người để xem lịch.',
    room: 'Chọn phòng họp để xem lịch.',
  },
  back: { month: 'Tháng trước', week: 'Tuần trước', list: 'Tháng trước' },
  forward: { month: 'Tháng sau', week: 'Tuần sau', list: 'Tháng sau' },
  none: 'Không có cuộc họp trong thời gian này.',
  taken: 'Đã có lịch',
  legend: 'Chú giải',
  allDay: 'Cả ngày',
  more: (n: number) => `+${n} cuộc họp`,
  moreHint: (n: number) => `Xem thêm ${n} cuộc họp`,
  span: (from: string, to: string) => `${from} – ${to}`,
  roomTaken: (room: string, times: string) => `${room} đã có cuộc họp ${times}`,
  personBusy: (name: string, times: string) => `${name} bận ${times}`,
  tooSmall: (seats: number, people: number) => `Phòng có ${seats} chỗ, dự kiến ít nhất ${people} người dự họp.`,
  refused: (times: string) => `Chưa thực hiện được: phòng họp đã có cuộc họp khác ${times}. Đề nghị chọn phòng hoặc thời gian khác.`,
};
