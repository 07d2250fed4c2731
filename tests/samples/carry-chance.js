// SPDX-License-Identifier: GPL-3.0-or-later
//
// Chance that falls the same way in each run, and the words of offices, which repeat themselves much. It judges nothing.

/** Whole numbers below n, one after the other. */
export function chance (seed) {
  let state = (seed * 2654435761 + 97) >>> 0
  const below = n => {
    state ^= state << 13; state >>>= 0
    state ^= state >>> 17
    state ^= state << 5; state >>>= 0
    return state % n
  }
  for (let i = 0; i < 8; i++) below(2)
  return { below, one: list => list[below(list.length)], shuffled: list => list.map(item => [below(1 << 20), item]).sort((a, b) => a[0] - b[0]).map(pair => pair[1]) }
}

const WHO = ['Ủy ban nhân dân tỉnh', 'Sở Tài chính', 'Văn phòng', 'Sở Kế hoạch và Đầu tư', 'Ban Quản lý dự án', 'Chủ tịch Ủy ban nhân dân', 'Các sở, ban, ngành', 'Phòng Tổng hợp', 'Thủ trưởng cơ quan']
const DOES = ['chủ trì, phối hợp với', 'chịu trách nhiệm trước', 'báo cáo kết quả thực hiện cho', 'kiểm tra, giám sát', 'hướng dẫn', 'đôn đốc', 'tổng hợp ý kiến của', 'phân công nhiệm vụ cho']
const WHAT = ['việc thực hiện nhiệm vụ được giao', 'việc chuẩn bị tài liệu phục vụ cuộc họp', 'dự toán ngân sách năm', 'kế hoạch đầu tư công trung hạn', 'công tác phòng, chống thiên tai', 'việc giải ngân vốn đầu tư', 'hồ sơ trình cấp có thẩm quyền', 'công trình đường giao thông nông thôn']
const TAIL = ['theo quy định của pháp luật', 'trước ngày', 'trong thời hạn', 'và báo cáo cấp có thẩm quyền xem xét, quyết định', 'bảo đảm đúng tiến độ, chất lượng', 'theo Quyết định số', 'trong năm']

/** A sentence as offices write it. */
export function sentence ({ below, one }) {
  const tail = one(TAIL)
  const number = /(ngày|hạn|số|năm)$/.test(tail) ? ` ${1 + below(29)}${tail.endsWith('số') ? `/${2015 + below(11)}/QĐ-UBND` : ''}` : ''
  return `${one(WHO)} ${one(DOES)} ${one(WHO)} về ${one(WHAT)}${below(3) === 0 ? ` ${one(WHAT)}` : ''} ${tail}${number}.`
}
export const paragraph = (dice, most = 5) => Array.from({ length: 1 + dice.below(most) }, () => sentence(dice)).join(' ')
export const WORDS = ['rà soát', 'thẩm định', 'bổ sung', 'điều chỉnh', 'khẩn trương', 'đồng bộ', 'hiệu quả', 'minh bạch', 'tháng Chín', 'hai mươi'].flatMap(words => words.split(' '))
