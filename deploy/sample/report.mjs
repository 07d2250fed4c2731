// SPDX-License-Identifier: GPL-3.0-or-later
//
// A long report, so that the reader has an outline, tables and many pages to show. Figures are invented and computed.
import { p, h, h3, table } from './form.mjs'

const UNITS = ['Xã Bình Minh', 'Xã Tân Hòa', 'Xã Đồng Tâm', 'Phường Sông Trà', 'Xã Phú Thịnh', 'Phường Vĩnh An']
const FIELDS = [
  ['Phát triển kinh tế', 'giá trị sản xuất', 'tỷ đồng'], ['Thu, chi ngân sách', 'thu ngân sách', 'tỷ đồng'], ['Đầu tư công', 'vốn giải ngân', 'tỷ đồng'], ['Nông nghiệp và nông thôn', 'diện tích gieo trồng', 'ha'],
  ['Công nghiệp, thương mại', 'doanh thu bán lẻ', 'tỷ đồng'], ['Tài nguyên và môi trường', 'hồ sơ đất đai đã giải quyết', 'hồ sơ'], ['Giáo dục và đào tạo', 'học sinh đến trường', 'người'], ['Y tế, an sinh xã hội', 'lượt khám, chữa bệnh', 'lượt'],
  ['Văn hóa, thể thao, du lịch', 'lượt khách tham quan', 'lượt'], ['Cải cách hành chính', 'hồ sơ giải quyết đúng hạn', 'hồ sơ'], ['Chuyển đổi số', 'văn bản điện tử có ký số', 'văn bản'], ['Quốc phòng, an ninh trật tự', 'cuộc tuyên truyền', 'cuộc']
]
const figure = (a, b) => ((a * 37 + b * 101 + a * b * 7) % 880 + 120)
const vn = number => number.toLocaleString('vi-VN')

const section = ([title, measure, unit], s) =>
  h(`${s + 1}. ${title}`) +
  p(`Trong mười một tháng năm 2026, lĩnh vực ${title.toLowerCase()} của tỉnh tiếp tục giữ ổn định. Tổng ${measure} đạt ${vn(UNITS.reduce((sum, _, u) => sum + figure(s + 3, u), 0))} ${unit}, bằng ${92 + s}% kế hoạch năm; ${UNITS[s % 6].toLowerCase()} dẫn đầu, ${UNITS[(s + 3) % 6].toLowerCase()} cần tập trung khắc phục các tồn tại đã được nêu tại cuộc họp giao ban trước.`) +
  h3(`${s + 1}.1. Kết quả thực hiện`) +
  table(['TT', 'Đơn vị', `Kế hoạch (${unit})`, `Thực hiện (${unit})`, 'So kế hoạch', 'Đánh giá'],
    UNITS.map((name, u) => { const done = figure(s + 3, u); const plan = Math.round(done * (0.9 + ((s + u) % 5) * 0.06)); return [String(u + 1), name, vn(plan), vn(done), `${(done / plan * 100).toFixed(1).replace('.', ',')}%`, done >= plan ? 'Đạt' : 'Chưa đạt'] }), ['c', '', 'n', 'n', 'n', 'c']) +
  h3(`${s + 1}.2. Tồn tại, hạn chế`) +
  p(`Một số nhiệm vụ còn chậm do phối hợp giữa các đơn vị chưa kịp thời; ${UNITS[(s + 3) % 6].toLowerCase()} gửi báo cáo chậm ${2 + s % 4} lần. Việc lập hồ sơ công việc trên môi trường mạng chưa đều, còn ${5 + s * 2} hồ sơ quá hạn chưa kết thúc.`) +
  h3(`${s + 1}.3. Nhiệm vụ tháng 12`) +
  p(`Giao các đơn vị hoàn thành ${3 + s % 3} nhiệm vụ trọng tâm nêu tại Phụ lục; Văn phòng theo dõi, đôn đốc, báo cáo kết quả trước ngày ${20 + s % 8} tháng 12 năm 2026. Thủ trưởng đơn vị chịu trách nhiệm trước Ủy ban nhân dân tỉnh về chất lượng và thời hạn.`)

export const report = {
  file: 'bao-cao-kinh-te-xa-hoi.pdf', title: 'Báo cáo tình hình kinh tế - xã hội tháng 11', parent: 'Ủy ban nhân dân tỉnh An Lạc', issuer: 'Văn phòng', number: '512/BC-VP', place: 'An Lạc, ngày 18 tháng 11 năm 2026', type: 'Báo cáo',
  subject: 'Tình hình kinh tế - xã hội tháng 11 và mười một tháng năm 2026; nhiệm vụ trọng tâm tháng 12 năm 2026', to: ['Ủy ban nhân dân tỉnh'], body: FIELDS.map(section).join('') + p('Trên đây là báo cáo tình hình kinh tế - xã hội tháng 11; Văn phòng kính báo cáo Ủy ban nhân dân tỉnh./.'),
  recipients: ['- Như trên;', '- Các sở, ban, ngành;', '- UBND các xã, phường;', '- Lưu: VT, TH.'], sign: { lines: ['CHÁNH VĂN PHÒNG'], name: 'Trần Quốc Thắng' }
}
