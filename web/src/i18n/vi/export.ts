// SPDX-License-Identifier: GPL-3.0-or-later
//
// Words of copies to take away. Only words.
export const takeAway = {
  title: 'Mang đi',
  original: 'Bản gốc',
  withNotes: 'PDF có ghi chú',
  burnt: 'In vào trang',
  burntText: 'Phần mềm nào cũng hiện được. Lời ghi chú được liệt kê ở trang cuối.',
  burntSecretText: 'Lời ghi chú được liệt kê ở trang cuối. Mỗi trang có họ tên và thời điểm.',
  annotations: 'Dạng chú thích PDF',
  annotationsText: 'Xem, trả lời và xóa được bằng phần mềm đọc PDF. Tệp gốc và chữ ký số được giữ nguyên.',
  print: 'In',
  printText: 'Mở trong thẻ mới, không có ghi chú. Mỗi trang có họ tên và thời điểm in.',
  secret: 'Văn bản mật: mọi bản mang đi đều có họ tên người lấy và thời điểm trên từng trang, và được ghi vào nhật ký hệ thống. Không cung cấp tệp gốc.',
  unsent: (n: number) => `${n} ghi chú chưa gửi lên máy chủ nên chưa có trong bản này.`,
  making: 'Đang tạo bản PDF…',
  makingText: 'Tệp nhiều trang có thể mất đến một phút rưỡi.',
  fetching: (percent: number) => `Đang tải về: ${percent}%`,
  stop: 'Dừng',
  saved: (name: string) => `Đã lưu vào thiết bị: ${name}`,
  problems: {
    busy: 'Máy chủ đang tạo một bản khác. Đề nghị thử lại sau ít phút.',
    'pdf-encrypted': 'Tệp được khóa bằng mật khẩu nên không thêm chú thích được. Đề nghị chọn “In vào trang”, hoặc lấy bản gốc.',
    'pdf-damaged': 'Tệp PDF bị hỏng nên không tạo được bản này. Đề nghị lấy bản gốc.',
    'page-too-costly': 'Tệp quá nặng hoặc có quá nhiều ghi chú nên không tạo được bản này. Đề nghị lấy bản gốc.',
    'page-crashed': 'Tệp PDF có lỗi nên không tạo được bản này. Đề nghị lấy bản gốc.',
  },
};
