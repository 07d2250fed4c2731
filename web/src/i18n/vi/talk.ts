// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of what is said of an agenda item before the meeting. Only words.
export const talk = {
  open: (n: number) => (n === 0 ? 'Cho ý kiến' : `Ý kiến (${n})`),
  file: 'Xuất ý kiến (PDF)',
  openOf: (item: string) => `Ý kiến về mục ${item}`,
  ofItem: (item: string) => `mục ${item}`,
  kind: { comment: 'Ý kiến', question: 'Câu hỏi' },
  kindLabel: 'Gửi dưới dạng',
  audience: { all: 'Mọi người dự họp', preparers: 'Chỉ chủ trì và thư ký' },
  audienceLabel: 'Người đọc',
  onlyPreparers: 'Chỉ chủ trì, thư ký đọc',
  none: 'Chưa có ý kiến.',
  write: 'Nội dung ý kiến',
  send: 'Gửi ý kiến',
  edited: 'đã sửa',
  takenBack: 'Ý kiến đã được rút lại.',
  change: 'Sửa',
  takeBack: 'Rút lại',
  takeBackTitle: 'Rút lại ý kiến này?',
  takeBackText: 'Người khác sẽ thấy ý kiến đã được rút lại.',
  note: 'Ghi chú cá nhân',
  noteHint: 'Chỉ mình tôi đọc được.',
  noteSaving: 'Đang lưu…',
  noteSaved: 'Đã lưu',
  noteFailed: 'Máy chủ không nhận ghi chú này.',
  noteHeld: 'Đang giữ trên máy này, sẽ gửi khi có mạng.',
};
