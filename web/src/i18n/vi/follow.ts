// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of following the presenter. Only words.
export const follow = {
  title: 'Trình chiếu đồng bộ',
  present: 'Trình chiếu',
  presentPaper: (name: string) => `Trình chiếu ${name}`,
  presenting: 'Đang trình chiếu',
  presents: (name: string) => `${name} đang trình chiếu`,
  presentsPage: (name: string, page: number) => `${name} đang trình chiếu trang ${page}`,
  stop: 'Dừng trình chiếu',
  pointer: 'Con trỏ',
  pointerHint: 'Chạm hoặc rê trên trang để chỉ; tắt con trỏ để cuộn trang.',
  leave: 'Tự xem',
  join: 'Theo dõi',
  followers: (n: number) => `${n} người theo dõi`,
  pointed: 'Con trỏ của người trình chiếu',
  nobody: 'Chưa có ai trình chiếu.',
  how: 'Mở tài liệu rồi chọn Trình chiếu: trang, vị trí, con trỏ và nét vẽ hiện trên máy của người theo dõi. Ghi chú riêng không hiện.',
  let: 'Người được trình chiếu',
  letText: 'Chủ trì, thư ký và người trình bày nội dung hiện tại luôn trình chiếu được.',
  letNamed: (name: string) => `Cho ${name} trình chiếu`,
  taken: 'Đã có người khác trình chiếu.',
};
