// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of a running meeting's page and of the screen in the room. Only words.
export const room = {
  agenda: 'Chương trình',
  note: 'Ghi chú',
  events: 'Diễn biến',
  noConclusions: 'Chưa có kết luận.',
  panels: 'Các phần của cuộc họp',
  papersOf: (n: string) => `Tài liệu mục ${n}`,
  whole: (subject: string) => `Mở toàn màn hình: ${subject}`,
  wholeShort: 'Mở toàn màn hình',
  went: (n: string) => `Đã chuyển sang mục ${n}.`,
  readOn: 'Đọc tiếp tài liệu trước',
  goTo: (n: string) => `Đến mục ${n}`,
  noteOn: (n: string) => `Mục ${n}, đang họp`,
};
