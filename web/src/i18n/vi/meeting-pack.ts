// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of the meeting pack. Only words.
export const meetingPack = {
  title: 'Bộ tài liệu (PDF)',
  about: 'Một tệp PDF gồm chương trình và các tài liệu họp, có mục lục và đánh số trang, để in hoặc lưu.',
  make: 'Tạo bộ tài liệu',
  makeNew: 'Tạo bản mới',
  again: 'Tạo lại',
  queued: 'Đang chờ tạo',
  running: 'Đang ghép tài liệu',
  pagesOf: (done: number, total: number) => `${done}/${total} trang`,
  leave: 'Có thể rời trang này, việc tạo vẫn tiếp tục.',
  facts: (pages: number, size: string) => `${pages} trang tài liệu · ${size}`,
  madeAt: (when: string) => `Tạo lúc ${when}`,
  take: 'Tải về',
  changed: 'Tài liệu họp đã thay đổi sau bản trước. Đề nghị tạo bản mới.',
  failed: 'Không tạo được bộ tài liệu.',
};
