// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sample documents' text. The province, its people and its figures are invented.
import { p, h, basis, table } from './form.mjs'

const UBND = 'Ủy ban nhân dân tỉnh An Lạc'
const VP = { parent: 'Ủy ban nhân dân tỉnh An Lạc', issuer: 'Văn phòng' }
const chanhVP = { lines: ['CHÁNH VĂN PHÒNG'], name: 'Trần Quốc Thắng' }
const TL = { lines: ['TL. CHỦ TỊCH', 'CHÁNH VĂN PHÒNG'], name: 'Trần Quốc Thắng' }
const place = day => `An Lạc, ngày ${day} năm 2026`

const toTrinh = (file, number, day, extra, deadline, cost) => ({
  file, title: 'Tờ trình về việc ban hành Quy chế họp không giấy', parent: UBND, issuer: 'Văn phòng', number, place: place(day), type: 'Tờ trình',
  subject: 'Về việc ban hành Quy chế tổ chức họp không giấy trong các cơ quan hành chính nhà nước tỉnh An Lạc', to: ['Ủy ban nhân dân tỉnh'],
  body: basis(['Căn cứ Luật Tổ chức chính quyền địa phương', 'Căn cứ Luật Giao dịch điện tử ngày 22 tháng 6 năm 2023', 'Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư']) +
    p('Văn phòng Ủy ban nhân dân tỉnh kính trình Ủy ban nhân dân tỉnh xem xét, ban hành Quy chế tổ chức họp không giấy với các nội dung chính như sau:') +
    h('I. Sự cần thiết ban hành') +
    p('Trong chín tháng đầu năm 2026, Văn phòng đã phục vụ 214 cuộc họp của Ủy ban nhân dân tỉnh và lãnh đạo Ủy ban nhân dân tỉnh; bình quân mỗi cuộc họp phát hành 38 bộ tài liệu, mỗi bộ 64 trang. Việc in, đóng, chuyển tài liệu chiếm bình quân 1,5 ngày làm việc của bộ phận phục vụ; tài liệu thay đổi sau khi phát hành khó thu hồi, người dự họp không biết bản nào là bản mới nhất.') +
    p('Họp không giấy giúp người dự họp nhận tài liệu ngay khi được duyệt, đọc và ghi ý kiến trên máy tính bảng, biết rõ phiên bản đang thảo luận; đồng thời lưu lại đầy đủ diễn biến cuộc họp để phục vụ kiểm tra sau này.') +
    h('II. Quá trình xây dựng và lấy ý kiến') +
    p('Văn phòng đã gửi dự thảo Quy chế xin ý kiến 18 sở, ban, ngành và 06 Ủy ban nhân dân xã, phường; nhận được 22 văn bản góp ý với 61 nội dung, trong đó tiếp thu 49 nội dung, giải trình 12 nội dung.') + extra +
    h('III. Nội dung chính của Quy chế') +
    p(`1. Tài liệu họp được đăng tải lên hệ thống chậm nhất ${deadline} ngày làm việc trước ngày họp; tài liệu bổ sung sau thời hạn phải được chủ trì đồng ý và được đánh dấu là tài liệu bổ sung.`) +
    p('2. Mỗi tài liệu gắn với một phiên bản xác định. Khi có phiên bản mới, hệ thống thông báo cho người dự họp; ý kiến đã cho trên phiên bản cũ được giữ nguyên.') +
    p('3. Tài liệu có nội dung bí mật nhà nước không đưa lên hệ thống.') +
    p('4. Kết quả biểu quyết, kết luận và biên bản cuộc họp được lưu giữ cùng tài liệu họp và có giá trị tra cứu lâu dài.') +
    h('IV. Kinh phí thực hiện') + p(`Kinh phí thực hiện trong năm 2027 dự kiến ${cost}, từ nguồn chi thường xuyên của Văn phòng và các đơn vị.`) +
    h('V. Kiến nghị') + p('Văn phòng kính trình Ủy ban nhân dân tỉnh xem xét, quyết định./.'),
  recipients: ['- Như trên;', '- Sở Nội vụ, Sở Tài chính;', '- Lưu: VT, HCTC.'], sign: chanhVP
})

export const papers = [
  toTrinh('to-trinh-hop-khong-giay-v1.pdf', '118/TTr-VP', '05 tháng 10', '', '02', '1.860 triệu đồng'),
  toTrinh('to-trinh-hop-khong-giay-v2.pdf', '118/TTr-VP', '02 tháng 11',
    p('Ngày 28 tháng 10 năm 2026, Sở Tư pháp có báo cáo thẩm định số 236/BC-STP; Văn phòng đã tiếp thu toàn bộ ý kiến thẩm định.'), '03', '1.640 triệu đồng'),
  toTrinh('to-trinh-hop-khong-giay-v3.pdf', '118/TTr-VP', '16 tháng 11',
    p('Ngày 28 tháng 10 năm 2026, Sở Tư pháp có báo cáo thẩm định số 236/BC-STP; Văn phòng đã tiếp thu toàn bộ ý kiến thẩm định. Ngày 12 tháng 11 năm 2026, Sở Tài chính thống nhất phương án kinh phí tại Công văn số 2315/STC-HCSN.'), '03', '1.590 triệu đồng'),
  {
    file: 'du-thao-quy-che.pdf', title: 'Quy chế tổ chức họp không giấy (dự thảo)', issuer: UBND, number: '…/QĐ-UBND', place: 'An Lạc, ngày … tháng … năm 2026', type: 'Quyết định',
    subject: 'Ban hành Quy chế tổ chức họp không giấy trong các cơ quan hành chính nhà nước tỉnh An Lạc',
    body: basis(['Căn cứ Luật Tổ chức chính quyền địa phương', 'Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư', 'Theo đề nghị của Chánh Văn phòng Ủy ban nhân dân tỉnh tại Tờ trình số 118/TTr-VP']) +
      '<p style="text-align:center;font-weight:bold;text-indent:0;margin:8pt 0">QUYẾT ĐỊNH:</p>' +
      [['Điều 1. Phạm vi điều chỉnh', 'Quy chế này quy định việc chuẩn bị, tổ chức và lưu giữ hồ sơ cuộc họp trên môi trường điện tử của các sở, ban, ngành, Ủy ban nhân dân xã, phường thuộc tỉnh An Lạc.'],
        ['Điều 2. Đối tượng áp dụng', 'Quy chế áp dụng đối với cán bộ, công chức, viên chức và đại biểu được mời dự họp tại các cơ quan nêu tại Điều 1.'],
        ['Điều 3. Nguyên tắc', 'Bảo đảm đúng thẩm quyền, đúng phiên bản tài liệu, an toàn thông tin; không in tài liệu trừ trường hợp chủ trì yêu cầu bằng văn bản.'],
        ['Điều 4. Chuẩn bị tài liệu', 'Đơn vị chuẩn bị tài liệu chịu trách nhiệm về nội dung, thể thức và thời hạn; tài liệu được duyệt trước khi gửi người dự họp. Tài liệu được đăng tải chậm nhất 03 ngày làm việc trước ngày họp.'],
        ['Điều 5. Giấy mời và xác nhận tham dự', 'Giấy mời được gửi trên hệ thống. Người được mời xác nhận tham dự, báo vắng có lý do hoặc cử người dự thay chậm nhất 01 ngày trước cuộc họp.'],
        ['Điều 6. Điều hành cuộc họp', 'Chủ trì điều hành theo chương trình đã phát hành. Nội dung bổ sung được đánh số tiếp theo và không làm thay đổi thứ tự các nội dung đã có.'],
        ['Điều 7. Biểu quyết', 'Mỗi nội dung biểu quyết gắn với phiên bản tài liệu cụ thể. Kết quả được xác lập khi chủ trì kết thúc biểu quyết và không thay đổi do điều chỉnh thành phần sau đó.'],
        ['Điều 8. Biên bản và kết luận', 'Thư ký hoàn thành dự thảo biên bản chậm nhất 01 ngày làm việc sau khi cuộc họp kết thúc. Biên bản được duyệt là tài liệu không sửa đổi.'],
        ['Điều 9. Lưu giữ hồ sơ', 'Hồ sơ cuộc họp gồm chương trình, tài liệu theo phiên bản, điểm danh, phát biểu, biểu quyết, kết luận và biên bản; được ký số và lưu giữ theo quy định của pháp luật về lưu trữ.'],
        ['Điều 10. Trách nhiệm thi hành', 'Chánh Văn phòng Ủy ban nhân dân tỉnh, thủ trưởng các sở, ban, ngành, Chủ tịch Ủy ban nhân dân các xã, phường chịu trách nhiệm thi hành Quyết định này./.']
      ].map(([title, text]) => h(title) + p(text)).join(''),
    recipients: ['- Như Điều 10;', '- Thường trực Tỉnh ủy, HĐND tỉnh (để b/c);', '- Lưu: VT, HCTC.'], sign: { lines: ['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH'], name: 'Nguyễn Văn Bách' }
  },
  {
    file: 'giay-moi-giao-ban.pdf', title: 'Giấy mời họp giao ban', issuer: UBND, number: '402/GM-UBND', place: place('18 tháng 11'), type: 'Giấy mời', subject: 'Họp giao ban công tác tháng 11 năm 2026',
    body: p('Ủy ban nhân dân tỉnh An Lạc trân trọng kính mời: Lãnh đạo các sở: Nội vụ, Tài chính, Xây dựng; Chủ tịch Ủy ban nhân dân các xã, phường: Bình Minh, Tân Hòa, Đồng Tâm, Sông Trà, Phú Thịnh, Vĩnh An.') +
      p('Tới dự cuộc họp giao ban công tác tháng 11 năm 2026 và cho ý kiến về dự thảo Quy chế tổ chức họp không giấy.') + p('Chủ trì: Đồng chí Trần Quốc Thắng, Chánh Văn phòng Ủy ban nhân dân tỉnh.') +
      p('Thời gian: 01 buổi, theo lịch trên hệ thống họp không giấy.') + p('Địa điểm: Phòng họp số 1, Trụ sở Ủy ban nhân dân tỉnh; các xã, phường có thể dự trực tuyến.') +
      p('Tài liệu họp được gửi trên hệ thống, đề nghị đại biểu nghiên cứu trước; không phát tài liệu giấy tại cuộc họp./.'),
    recipients: ['- Như thành phần mời;', '- Chủ tịch, các PCT UBND tỉnh (để b/c);', '- Lưu: VT, TH.'], sign: TL
  },
  {
    file: 'ke-hoach-chuyen-doi-so.pdf', title: 'Kế hoạch chuyển đổi số năm 2027', issuer: UBND, number: '187/KH-UBND', place: place('10 tháng 11'), type: 'Kế hoạch', subject: 'Chuyển đổi số tỉnh An Lạc năm 2027',
    body: h('I. Mục đích, yêu cầu') + p('Triển khai đồng bộ các nhiệm vụ chuyển đổi số, lấy người dân, doanh nghiệp làm trung tâm; mỗi nhiệm vụ rõ người, rõ việc, rõ thời hạn, rõ kết quả.') +
      h('II. Chỉ tiêu') + table(['TT', 'Chỉ tiêu', 'Năm 2026', 'Năm 2027', 'Đơn vị chủ trì'], [
        ['1', 'Tỷ lệ hồ sơ thủ tục hành chính giải quyết trực tuyến toàn trình', '62%', '75%', 'Văn phòng'], ['2', 'Tỷ lệ cuộc họp không sử dụng tài liệu giấy', '18%', '80%', 'Văn phòng'],
        ['3', 'Tỷ lệ văn bản trao đổi giữa các cơ quan dưới dạng điện tử có ký số', '96%', '100%', 'Sở Nội vụ'], ['4', 'Tỷ lệ hồ sơ công việc được lập trên môi trường mạng', '71%', '90%', 'Các sở, ngành'],
        ['5', 'Số xã, phường có phòng họp trực tuyến đạt chuẩn', '04', '06', 'Sở Xây dựng']], ['c', '', 'c', 'c', '']) +
      h('III. Nhiệm vụ và giải pháp') + p('1. Hoàn thiện thể chế: ban hành Quy chế họp không giấy trong quý I năm 2027.') + p('2. Hạ tầng: trang bị máy tính bảng dùng chung cho phòng họp; bảo đảm mạng nội bộ và đường truyền dự phòng.') +
      p('3. Nhân lực: tập huấn cho 100% thư ký cuộc họp, văn thư và lãnh đạo đơn vị.') + p('4. An toàn thông tin: đánh giá định kỳ 02 lần/năm.') +
      h('IV. Tổ chức thực hiện') + p('Các đơn vị báo cáo kết quả trước ngày 25 tháng cuối mỗi quý về Văn phòng để tổng hợp./.'),
    recipients: ['- Các sở, ban, ngành;', '- UBND các xã, phường;', '- Lưu: VT, TH.'], sign: { lines: ['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'], name: 'Lê Thị Hồng Vân' }
  },
  {
    file: 'cong-van-xin-y-kien.pdf', title: 'Công văn lấy ý kiến dự thảo Quy chế họp không giấy', ...VP, number: '745/VP-HCTC', about: 'lấy ý kiến dự thảo Quy chế tổ chức họp không giấy', place: place('07 tháng 9'),
    to: ['Các sở, ban, ngành thuộc Ủy ban nhân dân tỉnh', 'Ủy ban nhân dân các xã, phường'],
    body: p('Thực hiện Chương trình công tác năm 2026 của Ủy ban nhân dân tỉnh, Văn phòng Ủy ban nhân dân tỉnh đã dự thảo Quy chế tổ chức họp không giấy. Văn phòng đề nghị các cơ quan, đơn vị nghiên cứu, có ý kiến về các nội dung: thời hạn gửi tài liệu (Điều 4), việc cử người dự thay (Điều 5), giá trị của kết quả biểu quyết (Điều 7).') +
      p('Ý kiến gửi về Văn phòng trước ngày 25 tháng 9 năm 2026. Quá thời hạn trên, cơ quan, đơn vị không có ý kiến được coi là thống nhất với dự thảo.') + p('Rất mong sự phối hợp của các cơ quan, đơn vị./.'),
    recipients: ['- Như trên;', '- Chủ tịch UBND tỉnh (để b/c);', '- Lưu: VT, HCTC.'], sign: chanhVP
  },
  {
    file: 'quyet-dinh-to-cong-tac.pdf', title: 'Quyết định thành lập Tổ công tác họp không giấy', issuer: UBND, number: '1562/QĐ-UBND', place: place('14 tháng 8'), type: 'Quyết định', subject: 'Thành lập Tổ công tác triển khai họp không giấy tỉnh An Lạc',
    body: '<p style="text-align:center;font-weight:bold;text-indent:0;margin-bottom:8pt">CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH</p>' + basis(['Căn cứ Luật Tổ chức chính quyền địa phương', 'Theo đề nghị của Chánh Văn phòng Ủy ban nhân dân tỉnh']) +
      '<p style="text-align:center;font-weight:bold;text-indent:0;margin:8pt 0">QUYẾT ĐỊNH:</p>' + h('Điều 1.') + p('Thành lập Tổ công tác triển khai họp không giấy gồm các ông, bà có tên sau:') +
      table(['TT', 'Họ và tên', 'Chức vụ', 'Nhiệm vụ'], [['1', 'Trần Quốc Thắng', 'Chánh Văn phòng Ủy ban nhân dân tỉnh', 'Tổ trưởng'], ['2', 'Phạm Minh Tuấn', 'Giám đốc Sở Nội vụ', 'Tổ phó'], ['3', 'Đỗ Thị Thanh Hà', 'Trưởng phòng Hành chính - Tổ chức', 'Thư ký'], ['4', 'Vũ Đức Long', 'Giám đốc Sở Tài chính', 'Thành viên']], ['c']) +
      h('Điều 2.') + p('Tổ công tác có nhiệm vụ tham mưu, đôn đốc, kiểm tra việc triển khai họp không giấy; báo cáo Chủ tịch Ủy ban nhân dân tỉnh định kỳ hằng tháng.') + h('Điều 3.') + p('Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng và các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.'),
    recipients: ['- Như Điều 3;', '- Lưu: VT, HCTC.'], sign: { lines: ['CHỦ TỊCH'], name: 'Nguyễn Văn Bách' }
  },
  {
    file: 'thong-bao-ket-luan-thang-10.pdf', title: 'Thông báo kết luận giao ban tháng 10', issuer: UBND, number: '356/TB-UBND', place: place('26 tháng 10'), type: 'Thông báo', subject: 'Kết luận của Chánh Văn phòng Trần Quốc Thắng tại cuộc họp giao ban tháng 10 năm 2026',
    body: p('Ngày 23 tháng 10 năm 2026, Chánh Văn phòng Trần Quốc Thắng chủ trì cuộc họp giao ban tháng 10 năm 2026. Tham dự có đại diện các sở và Ủy ban nhân dân 06 xã, phường. Sau khi nghe các đơn vị báo cáo và ý kiến của các đại biểu dự họp, Chánh Văn phòng kết luận như sau:') +
      p('1. Ghi nhận kết quả thực hiện nhiệm vụ tháng 10; tỷ lệ giải ngân vốn đầu tư công đạt 68,4% kế hoạch.') + p('2. Giao Sở Tài chính chủ trì, phối hợp với Ủy ban nhân dân các xã, phường rà soát các dự án chậm tiến độ; hoàn thành trước ngày 15 tháng 11 năm 2026.') +
      p('3. Giao Sở Nội vụ tổng hợp nhu cầu tập huấn họp không giấy; hoàn thành trước ngày 10 tháng 11 năm 2026.') + p('Văn phòng thông báo để các cơ quan, đơn vị biết, thực hiện./.'),
    recipients: ['- Các đơn vị dự họp;', '- Lưu: VT, TH.'], sign: TL
  },
  {
    file: 'bien-ban-giao-ban-thang-10.pdf', title: 'Biên bản giao ban tháng 10', ...VP, number: '41/BB-VP', type: 'Biên bản', subject: 'Họp giao ban công tác tháng 10 năm 2026',
    body: p('Thời gian bắt đầu: 08 giờ 00, ngày 23 tháng 10 năm 2026.') + p('Địa điểm: Phòng họp số 1, Trụ sở Ủy ban nhân dân tỉnh.') + p('Thành phần tham dự: đại diện các sở Nội vụ, Tài chính, Xây dựng; lãnh đạo Ủy ban nhân dân 06 xã, phường.') +
      p('Chủ trì: Trần Quốc Thắng, Chánh Văn phòng Ủy ban nhân dân tỉnh.') + p('Thư ký: Đỗ Thị Thanh Hà.') + p('Nội dung (theo diễn biến cuộc họp):') + p('1. Sở Tài chính báo cáo tình hình giải ngân vốn đầu tư công; xã Tân Hòa và phường Sông Trà phát biểu về khó khăn trong giải phóng mặt bằng.') +
      p('2. Sở Nội vụ báo cáo chuẩn bị tập huấn họp không giấy; các xã, phường thống nhất mỗi đơn vị cử 02 người.') + p('3. Chủ trì kết luận từng nội dung (Thông báo kết luận kèm theo).') + p('Cuộc họp kết thúc vào 10 giờ 45, ngày 23 tháng 10 năm 2026./.'),
    secondSign: { lines: ['THƯ KÝ'], name: 'Đỗ Thị Thanh Hà' }, recipients: ['- Chánh Văn phòng;', '- Lưu: VT, Hồ sơ.'], sign: { lines: ['CHỦ TỌA'], name: 'Trần Quốc Thắng' }
  },
  {
    file: 'cong-dien-phong-chong-bao.pdf', title: 'Công điện ứng phó mưa lũ', issuer: UBND, number: '09/CĐ-UBND', place: place('20 tháng 11'), marks: ['HỎA TỐC'], type: 'Công điện', subject: 'Về việc chủ động ứng phó mưa lớn, lũ và sạt lở đất',
    body: p('CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN LẠC điện:').replace('CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN LẠC', '<b>CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN LẠC</b>') + p('- Giám đốc các sở, thủ trưởng các ban, ngành;') + p('- Chủ tịch Ủy ban nhân dân các xã, phường.') +
      p('Theo bản tin của Trung tâm Dự báo khí tượng thủy văn, từ ngày 21 đến ngày 24 tháng 11 năm 2026 trên địa bàn tỉnh có mưa to đến rất to, lượng mưa 150 - 300 mm, có nơi trên 400 mm. Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:') +
      p('1. Chủ tịch Ủy ban nhân dân các xã, phường rà soát 27 điểm có nguy cơ sạt lở; tổ chức di dời 412 hộ dân tại khu vực nguy hiểm trước 17 giờ 00 ngày 21 tháng 11.') + p('2. Sở Xây dựng chỉ đạo chủ hồ vận hành an toàn các hồ chứa, thông báo cho hạ du trước khi xả lũ ít nhất 04 giờ.') +
      p('3. Văn phòng tổ chức trực ban 24/24 giờ, tổng hợp báo cáo trước 07 giờ và 16 giờ hằng ngày./.'),
    recipients: ['- Như trên;', '- Thường trực Tỉnh ủy (để b/c);', '- Lưu: VT, KT.'], sign: { lines: ['CHỦ TỊCH'], name: 'Nguyễn Văn Bách' }
  },
  {
    file: 'bao-cao-giai-ngan.pdf', title: 'Báo cáo giải ngân vốn đầu tư công', parent: UBND, issuer: 'Sở Tài chính', number: '298/BC-STC', place: place('17 tháng 11'), type: 'Báo cáo', subject: 'Tình hình giải ngân vốn đầu tư công đến ngày 15 tháng 11 năm 2026', to: ['Ủy ban nhân dân tỉnh'],
    body: h('1. Kết quả chung') + p('Tổng kế hoạch vốn năm 2026 là 4.218,5 tỷ đồng; đến ngày 15 tháng 11 đã giải ngân 3.121,7 tỷ đồng, đạt 74,0%, cao hơn cùng kỳ năm trước 5,2 điểm phần trăm.') + h('2. Kết quả của các xã, phường') +
      table(['TT', 'Đơn vị', 'Kế hoạch (tỷ đồng)', 'Giải ngân (tỷ đồng)', 'Tỷ lệ'], [['1', 'Xã Bình Minh', '86,4', '71,2', '82,4%'], ['2', 'Xã Tân Hòa', '102,0', '59,3', '58,1%'], ['3', 'Xã Đồng Tâm', '74,8', '60,9', '81,4%'], ['4', 'Phường Sông Trà', '158,3', '96,1', '60,7%'], ['5', 'Xã Phú Thịnh', '65,2', '52,8', '81,0%'], ['6', 'Phường Vĩnh An', '143,6', '117,4', '81,8%']], ['c', '', 'n', 'n', 'n']) +
      h('3. Khó khăn, vướng mắc') + p('Hai dự án đường liên xã tại Tân Hòa và khu tái định cư tại Sông Trà chậm do giải phóng mặt bằng; 11 hộ chưa thống nhất phương án bồi thường.') + h('4. Kiến nghị') + p('Đề nghị Ủy ban nhân dân tỉnh giao Ủy ban nhân dân xã Tân Hòa, phường Sông Trà hoàn thành bàn giao mặt bằng trước ngày 10 tháng 12 năm 2026; điều chuyển 42,5 tỷ đồng từ dự án không có khả năng giải ngân./.'),
    recipients: ['- Như trên;', '- Lưu: VT, ĐT.'], sign: { lines: ['GIÁM ĐỐC'], name: 'Vũ Đức Long' }
  },
  {
    file: 'bao-cao-tan-hoa.pdf', title: 'Báo cáo giải phóng mặt bằng xã Tân Hòa', issuer: 'Ủy ban nhân dân xã Tân Hòa', number: '77/BC-UBND', place: 'Tân Hòa, ngày 19 tháng 11 năm 2026', type: 'Báo cáo', subject: 'Tiến độ giải phóng mặt bằng đường liên xã Tân Hòa - Đồng Tâm', to: ['Ủy ban nhân dân tỉnh', 'Sở Tài chính'],
    body: p('Dự án đi qua 04 thôn, thu hồi 12,6 ha của 183 hộ. Đến ngày 18 tháng 11 năm 2026, đã chi trả cho 176 hộ, bàn giao 11,8 ha, đạt 93,7%.') + p('Còn 07 hộ thôn Trung chưa thống nhất về giá đất vườn. Ủy ban nhân dân xã đã đối thoại 03 lần, dự kiến hoàn thành trước ngày 05 tháng 12 năm 2026.') + p('Đề nghị Sở Tài chính hướng dẫn việc chi hỗ trợ ổn định đời sống đối với 02 hộ thuộc diện chính sách./.'),
    recipients: ['- Như trên;', '- Lưu: VT.'], sign: { lines: ['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH'], name: 'Bùi Thị Lan Hương' }
  },
  {
    file: 'bao-cao-song-tra.pdf', title: 'Báo cáo khu tái định cư phường Sông Trà', issuer: 'Ủy ban nhân dân phường Sông Trà', number: '64/BC-UBND', place: 'Sông Trà, ngày 19 tháng 11 năm 2026', type: 'Báo cáo', subject: 'Tiến độ khu tái định cư phường Sông Trà', to: ['Ủy ban nhân dân tỉnh'],
    body: p('Khu tái định cư rộng 6,3 ha, bố trí 148 lô. Hạ tầng giao thông đạt 71%, cấp nước 64%, cấp điện 40% khối lượng.') + p('Nguyên nhân chậm: 04 hộ chưa bàn giao mặt bằng tại tuyến D3; mưa kéo dài trong tháng 10. Ủy ban nhân dân phường cam kết hoàn thành hạ tầng tuyến D1, D2 trước ngày 20 tháng 12 năm 2026./.'),
    recipients: ['- Như trên;', '- Lưu: VT.'], sign: { lines: ['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH'], name: 'Hoàng Văn Sơn' }
  }
]
