// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of what changed in a meeting after it was published. Only words.
export const changes = {
  fresh: (n: number) => `${n} thay đổi từ lần xem trước`,
  title: 'Thay đổi sau khi phát hành',
  seen: 'Đã xem',
  all: (n: number) => `Toàn bộ thay đổi (${n})`,
  by: (name: string, when: string) => `${name}, ${when}`,
  item: (number: string | null, title: string) => (number ? `Mục ${number}. ${title}` : title),
  kind: {
    item_added: 'Bổ sung nội dung',
    item_changed: 'Sửa nội dung',
    paper_added: 'Bổ sung tài liệu',
    paper_version: 'Tài liệu có phiên bản mới',
    paper_removed: 'Rút tài liệu',
    time: 'Đổi thời gian họp',
    place: 'Đổi địa điểm họp',
    chair: 'Đổi chủ trì',
    title: 'Đổi tên cuộc họp',
    cancelled: 'Hủy cuộc họp',
  },
  fields: { title: 'tên', kind: 'loại', minutes: 'thời lượng', presenter: 'người trình bày' } as Record<string, string>,
  changed: (fields: string) => `Đã đổi: ${fields}`,
  was: (words: string) => `Trước đây: ${words}`,
  fromTo: (from: string, to: string) => `Từ ${from} sang ${to}`,
  versions: (from: number, to: number) => `Từ phiên bản ${from} sang phiên bản ${to}`,
  nothing: 'không có',
};
