// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of the chat beside a meeting. Only words.
export const chat = {
  title: 'Trao đổi',
  heading: 'Trao đổi trong cuộc họp',
  button: (n: number) => (n > 0 ? `Trao đổi (${n})` : 'Trao đổi'),
  isOpen: 'Đang mở',
  isClosed: 'Chủ trì chưa mở trao đổi.',
  open: 'Mở trao đổi',
  close: 'Đóng trao đổi',
  none: 'Chưa có tin nào.',
  write: 'Viết cho mọi người dự họp',
  send: 'Gửi',
  takeBack: 'Rút lại',
  takenBack: 'Tin đã được rút lại.',
  hide: 'Ẩn tin',
  show: 'Hiện lại',
  hidden: 'Chủ trì đã ẩn tin này.',
  hiddenBy: (name: string) => `${name} đã ẩn`,
  onlyPresent: 'Người đã điểm danh có mặt mới gửi được tin.',
  outsiders: 'Tin gửi đến cả người không dự nội dung hạn chế này.',
  tooFast: 'Đề nghị chờ một lát rồi gửi tiếp.',
};
