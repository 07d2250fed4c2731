// SPDX-License-Identifier: GPL-3.0-or-later
//
// What tests of the API send: small PDF files, documents with versions, bodies made from the description's schemas. It judges nothing.
import { createHash, randomUUID } from 'node:crypto'

/** A PDF of so many pages, each with a line of text; or of these pages, each a list of lines. */
export function pdf (pages = 1, words = 'Kiem tra') {
  const sheets = Array.isArray(pages)
    ? pages.map(lines => `BT /F1 10 Tf 14 TL 60 780 Td ${lines.map(line => `(${line}) Tj T*`).join(' ')} ET`)
    : Array.from({ length: pages }, (_, i) => `BT /F1 24 Tf 72 700 Td (${words} ${i + 1}) Tj ET`)
  const parts = ['%PDF-1.4\n']
  const offsets = []
  let length = parts[0].length
  const object = (number, text) => {
    offsets[number] = length
    const whole = `${number} 0 obj\n${text}\nendobj\n`
    parts.push(whole)
    length += whole.length
  }
  const kids = sheets.map((_, i) => `${4 + 2 * i} 0 R`).join(' ')
  object(1, '<< /Type /Catalog /Pages 2 0 R >>')
  object(2, `<< /Type /Pages /Kids [${kids}] /Count ${sheets.length} >>`)
  object(3, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>')
  for (const [i, drawn] of sheets.entries()) {
    object(4 + 2 * i, `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * i} 0 R >>`)
    object(5 + 2 * i, `<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`)
  }
  const table = length
  const lines = offsets.slice(1).map(offset => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  parts.push(`xref\n0 ${offsets.length}\n0000000000 65535 f \n${lines}trailer\n<< /Size ${offsets.length} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`)
  return Buffer.from(parts.join(''), 'latin1')
}

export const sha256 = bytes => createHash('sha256').update(bytes).digest('hex')

/** The slug at the end of a problem's type, and the whole problem. */
export async function problem (reply) {
  const text = await reply.text()
  const type = reply.headers.get('content-type') ?? ''
  if (!type.startsWith('application/problem+json')) throw new Error(`${reply.status} is no problem+json but ${type}: ${text.slice(0, 300)}`)
  const body = JSON.parse(text)
  return { ...body, http: reply.status, slug: body.type.split(/[/:#]/).at(-1) }
}

/** A new document of this person; with bytes, its first version too. */
export async function documentOf (person, { bytes, filename = 'van-ban.pdf', note = '', ...facts } = {}) {
  const made = await person.json('POST', '/api/documents', { type: 'CV', subject: 'Văn bản thử nghiệm', ...facts })
  if (bytes) made.version = await versionOf(person, made.id, bytes, filename, note)
  return made
}

export const versionOf = (person, document, bytes, filename = 'van-ban.pdf', note = '', status = 201) =>
  person.json('POST', `/api/documents/${document}/versions?filename=${encodeURIComponent(filename)}&note=${encodeURIComponent(note)}`, bytes, status)

export const grantTo = (person, document, ...grants) =>
  person.json('PUT', `/api/documents/${document}/grants`, { grants: grants.map(([principal_id, right = 'read', version = null]) => ({ principal_id, right, version })) })

/** A meeting of this person as its chair, with one item that bears the papers given as [document, version]. */
export async function meetingOf (person, { papers = [], invitees = [], items = ['Mục một', 'Mục hai'], ...facts } = {}) {
  const meeting = await person.json('POST', '/api/meetings', { title: 'Họp thử nghiệm', starts_at: new Date().toISOString(), chair_id: person.session.person.id, ...facts })
  await person.json('PUT', `/api/meetings/${meeting.id}/agenda`, {
    items: items.map((title, index) => ({ title, papers: index === 0 ? papers.map(([document_id, version]) => ({ document_id, version })) : [] }))
  })
  await person.json('PUT', `/api/meetings/${meeting.id}/invitees`, { invitees: invitees.map(principal_id => ({ principal_id, role: 'member' })) })
  return person.json('GET', `/api/meetings/${meeting.id}`)
}

export const describe_ = async server => (await fetch(server.origin + '/api/openapi.json')).json()

/** Every operation of the description: method, path, parameters resolved, the schema of its JSON body. */
export function operations (description) {
  const found = ref => ref.$ref ? ref.$ref.slice(2).split('/').reduce((at, key) => at[key], description) : ref
  return Object.entries(description.paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    id: operation.operationId,
    open: operation.security.length === 0,
    parameters: (operation.parameters ?? []).map(found),
    body: operation.requestBody?.content['application/json']?.schema,
    stream: Boolean(operation.requestBody?.content['application/octet-stream'])
  })))
}

/** A value that the schema takes; fields that are not required only when `all`. */
export function valueOf (description, schema, all = false) {
  if (schema.$ref) return valueOf(description, schema.$ref.slice(2).split('/').reduce((at, key) => at[key], description), all)
  if (schema.anyOf) return valueOf(description, schema.anyOf[0], all)
  if (schema.enum) return schema.enum[0]
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'array') return all ? [valueOf(description, schema.items, all)] : []
  if (type === 'boolean') return true
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  if (type === 'object') {
    return Object.fromEntries(Object.entries(schema.properties).filter(([name]) => all || schema.required?.includes(name))
      .map(([name, of]) => [name, valueOf(description, of, all)]))
  }
  if (schema.format === 'uuid') return randomUUID()
  if (schema.format === 'date') return '2026-11-22'
  if (schema.format === 'date-time') return '2026-11-22T08:00:00Z'
  return 'ky-tu-thu-nghiem-'.repeat(30).slice(0, Math.min(schema.maxLength ?? 12, Math.max(schema.minLength ?? 1, 12)))
}
