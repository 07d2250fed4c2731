// SPDX-License-Identifier: GPL-3.0-or-later
//
// The decree's page (Decree 30/2020/NĐ-CP, Appendix I) as HTML for printing: heads, body, signature. Knows nothing of what a document says.

const CSS = `
@page { size: 210mm 297mm; margin: 22mm 15mm 22mm 30mm; @top-center { content: counter(page); font: 13pt "Liberation Serif"; } }
@page :first { @top-center { content: none; } }
* { box-sizing: border-box }
body { font: 14pt/1.35 "Liberation Serif", serif; color: #000; margin: 0 }
.head { display: grid; grid-template-columns: 44% 56%;  text-align: center; line-height: 1.25; margin-bottom: 14pt }
.head .caps { font-size: 12pt; text-transform: uppercase; text-wrap: balance }
.head b.caps { font-weight: bold }
.right .caps { white-space: nowrap } .motto { font-size: 13pt; font-weight: bold }
.rule { border-top: 1px solid #000; margin: 2pt auto 6pt }
.left .rule { width: 38% } .right .rule { width: 66% }
.number { font-size: 13pt } .about { font-size: 12.5pt } .place { font-style: italic; font-size: 13.5pt }
.mark { display: inline-block; border: 1.2px solid #000; padding: 1pt 8pt; font-weight: bold; font-size: 13pt; margin-top: 6pt }
h1 { text-align: center; font-size: 14pt; text-transform: uppercase; margin: 12pt 0 2pt } h1.quiet { margin-bottom: 0 }
.subject { text-align: center; font-weight: bold; margin: 0 8% 2pt; text-wrap: balance } .under { width: 28%; border-top: 1px solid #000; margin: 3pt auto 12pt }
p { margin: 0 0 6pt; text-align: justify; text-indent: 1.27cm } p.flat { text-indent: 0 } p.basis { font-style: italic }
h2 { font-size: 14pt; margin: 10pt 0 4pt; text-indent: 1.27cm; break-after: avoid } h3 { font-size: 14pt; margin: 6pt 0 4pt; text-indent: 1.27cm; font-style: italic; break-after: avoid }
.to { display: grid; grid-template-columns: max-content auto; column-gap: 6pt; margin: 0 12% 10pt 20% } .to p { text-indent: 0; margin: 0 }
table { border-collapse: collapse; width: 100%; font-size: 12pt; margin: 6pt 0 10pt; line-height: 1.25 } th, td { border: 1px solid #000; padding: 3pt 5pt; vertical-align: top } th { text-align: center } td.n { text-align: right; white-space: nowrap } td.c { text-align: center } tr { break-inside: avoid }
.foot { display: grid; grid-template-columns: 46% 54%; margin-top: 12pt; break-inside: avoid }
.foot .list { font-size: 11pt; line-height: 1.25 } .foot .list b { font-size: 12pt; font-style: italic }
.foot .sign { text-align: center; font-weight: bold; line-height: 1.3 } .foot .sign .name { margin-top: 62pt }
`

const escape = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const lines = (list, tag = 'div') => list.map(line => `<${tag}>${line}</${tag}>`).join('')

/** One document: {parent, issuer, number, about, place, marks, type, subject, to, body, recipients, sign: {lines, name}} → HTML page. */
export function page (doc) {
  const addressees = !doc.to
    ? ''
    : doc.to.length === 1
      ? `<p style="text-align:center;text-indent:0;margin-bottom:10pt">Kính gửi: ${doc.to[0]}.</p>`
      : `<div class="to"><p>Kính gửi:</p><div>${doc.to.map((name, i) => `<p>- ${name}${i === doc.to.length - 1 ? '.' : ';'}</p>`).join('')}</div></div>`
  const title = doc.type ? `<h1 class="quiet">${doc.type}</h1><div class="subject">${doc.subject}</div><div class="under"></div>` : ''
  const second = doc.secondSign
    ? `<div class="sign">${lines(doc.secondSign.lines)}<div class="name">${doc.secondSign.name}</div></div>`
    : `<div class="list"><b>Nơi nhận:</b>${lines(doc.recipients)}</div>`
  const after = doc.secondSign ? `<div class="foot"><div class="list"><b>Nơi nhận:</b>${lines(doc.recipients)}</div></div>` : ''
  return `<!doctype html><html lang="vi"><meta charset="utf-8"><title>${escape(doc.title)}</title><style>${CSS}</style>
<div class="head"><div class="left">${doc.parent ? `<div class="caps">${doc.parent}</div>` : ''}<b class="caps">${doc.issuer}</b><div class="rule"></div>
<div class="number">Số: ${doc.number}</div>${doc.about ? `<div class="about">V/v ${doc.about}</div>` : ''}${(doc.marks ?? []).map(m => `<div class="mark">${m}</div>`).join('')}</div>
<div class="right"><b class="caps">Cộng hòa xã hội chủ nghĩa Việt Nam</b><div class="motto">Độc lập - Tự do - Hạnh phúc</div><div class="rule"></div>${doc.place ? `<div class="place">${doc.place}</div>` : ''}</div></div>
${title}${addressees}${doc.body}
<div class="foot">${second}<div class="sign">${lines(doc.sign.lines)}<div class="name">${doc.sign.name}</div></div></div>${after}</html>`
}

export const p = text => `<p>${text}</p>`
export const basis = list => list.map((text, i) => `<p class="basis">${text}${i === list.length - 1 ? '.' : ';'}</p>`).join('')
export const h = text => `<h2>${text}</h2>`
export const h3 = text => `<h3>${text}</h3>`
export const table = (heads, rows, kinds = []) =>
  `<table><thead><tr>${heads.map(head => `<th>${head}</th>`).join('')}</tr></thead><tbody>${rows.map(row => `<tr>${row.map((cell, i) => `<td class="${kinds[i] ?? ''}">${cell}</td>`).join('')}</tr>`).join('')}</tbody></table>`
