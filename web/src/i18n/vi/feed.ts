// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of meetings in calendars elsewhere. Only words.
export const feed = {
  title: 'Lịch riêng (iCalendar)',
  text: 'Một địa chỉ bí mật để ứng dụng lịch trên điện thoại, máy tính tự cập nhật các cuộc họp của tôi.',
  warning: 'Ai có địa chỉ này đều xem được lịch họp của tôi mà không cần đăng nhập. Nội dung hạn chế và tài liệu không bao giờ có trong đó.',
  none: 'Chưa có địa chỉ nào.',
  make: 'Tạo địa chỉ',
  renew: 'Tạo địa chỉ mới',
  renewText: 'Địa chỉ đang dùng sẽ hết hiệu lực ngay. Ứng dụng lịch nào đang dùng địa chỉ đó phải khai báo lại.',
  end: 'Ngừng dùng',
  endTitle: 'Ngừng dùng lịch riêng',
  endText: 'Địa chỉ đang dùng sẽ hết hiệu lực ngay. Cuộc họp đã có trong ứng dụng lịch không còn được cập nhật.',
  ended: 'Đã ngừng dùng lịch riêng.',
  madeAt: (when: string) => `Tạo lúc ${when}`,
  fetchedAt: (when: string) => `Ứng dụng lịch lấy lần cuối lúc ${when}`,
  notFetched: 'Chưa có ứng dụng lịch nào lấy.',
  address: 'Địa chỉ lịch riêng',
  once: 'Địa chỉ chỉ hiện một lần này. Đề nghị sao chép ngay vào ứng dụng lịch.',
  copy: 'Sao chép',
  copied: 'Đã sao chép địa chỉ.',
  copyByHand: 'Không sao chép được tự động. Địa chỉ đã được chọn, đề nghị sao chép bằng tay.',
  open: 'Mở bằng ứng dụng lịch',
  file: 'Thêm vào lịch (.ics)',
};
