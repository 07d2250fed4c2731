// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of steering: adjourning, sittings, the clock's warnings, taking back a step. Only words.
export const steering = {
  adjourn: 'Họp tiếp ngày khác',
  adjournShort: 'Hẹn ngày',
  adjournTitle: 'Tạm dừng, họp tiếp vào ngày khác',
  adjournText: 'Cuộc họp tạm dừng ở nội dung hiện tại. Người dự họp được báo thời gian họp tiếp; lịch của mọi người được cập nhật.',
  adjournMove: 'Đổi thời gian họp tiếp',
  day: 'Ngày họp tiếp',
  from: 'Bắt đầu',
  until: 'Dự kiến kết thúc',
  reason: 'Lý do',
  submit: 'Báo họp tiếp',
  told: (when: string) => `Đã báo họp tiếp lúc ${when}.`,
  goesOn: (when: string) => `Họp tiếp lúc ${when}`,
  goesOnTitle: 'Cuộc họp tạm dừng, sẽ họp tiếp',
  sittings: 'Các phiên làm việc',
  sitting: (n: number) => `Phiên ${n}`,
  sittingOn: (title: string) => `${title} (họp tiếp)`,
  sat: (from: string, to: string) => `${from} – ${to}`,
  sitsSince: (from: string) => `từ ${from}, đang họp`,
  planned: (from: string) => `dự kiến ${from}`,
  soon: (n: string, time: string) => `Mục ${n} sắp hết giờ: còn ${time}.`,
  over: (n: string, time: string) => `Mục ${n} quá giờ ${time}.`,
  went: (n: string) => `Đã chuyển sang mục ${n}.`,
  undo: 'Quay lại',
};
