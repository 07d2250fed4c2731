// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a voter's tablet does in a secret vote, for tests of the API: a key pair, a blinded serial, a paper, a ballot without a name; and people and running
// meetings by the dozen, put into the database because signing in with a password takes a tenth of a second each. It judges nothing.
import { RSABSSA } from '@cloudflare/blindrsa-ts'
import { emsa_pss_encode } from '@cloudflare/blindrsa-ts/lib/src/util.js'
import { createHash, randomUUID } from 'node:crypto'

const suite = RSABSSA.SHA384.PSS.Randomized()
const subtle = globalThis.crypto.subtle
export const b64 = bytes => Buffer.from(bytes).toString('base64url')
export const unb64 = text => new Uint8Array(Buffer.from(text, 'base64url'))
const encode = text => new TextEncoder().encode(text)

/** So many signed-in people of one unit. */
export function crowd (server, count, name = 'cutri') {
  const Person = server.nobody.constructor
  const people = Array.from({ length: count }, (_, i) => ({ id: randomUUID(), token: `token-of-${name}-${i}-${randomUUID()}`, account: `${name}${i}`, full_name: `Cử tri ${name} ${i}` }))
  const rows = people.map(p => `('${p.id}'::uuid, '${p.account}', '${p.full_name}', '${createHash('sha256').update(p.token).digest('hex')}')`).join(',')
  server.sql(`set search_path = app, pg_temp; create temp table fresh (id uuid, account text, full_name text, hash text); insert into fresh values ${rows};
    insert into person (id, account, full_name, must_change_password) select id, account, full_name, false from fresh;
    insert into position (person_id, unit_id, title_id, held, main) select f.id, (select id from unit order by code limit 1), (select id from catalogue_entry where catalogue = 'title' limit 1), daterange('2021-01-01', null), true from fresh f;
    insert into session (person_id, token_hash, idle_hours, expires_at) select id, hash, 12, now() + interval '12 hours' from fresh`)
  return people.map(p => new Person(server, `__Host-nghisu=${p.token}`, { person: { id: p.id, full_name: p.full_name, account: p.account } }))
}

/** A running meeting of these people, the first its chair, all in the room: {id, item}. */
export function runningMeeting (server, people) {
  const [id, audience, item] = [randomUUID(), randomUUID(), randomUUID()]
  const ids = people.map(person => `'${person.session.person.id}'::uuid`)
  server.sql(`set search_path = app, pg_temp; insert into audience (id, name) values ('${audience}', 'Họp');
    insert into meeting (id, title, state, type_id, chair_id, author_id, starts_at, ends_at, audience_id, published_at, started_at)
      values ('${id}', 'Kỳ họp thử nghiệm', 'in_progress', (select id from catalogue_entry where catalogue = 'meeting-type' limit 1), ${ids[0]}, ${ids[0]}, now() - interval '10 minutes', now() + interval '3 hours', '${audience}', now() - interval '1 day', now());
    insert into meeting_invitee (meeting_id, principal_id, kind, role, position) select '${id}', p, 'person', 'member', ord from unnest(array[${ids.join(',')}]) with ordinality t (p, ord);
    insert into audience_member (audience_id, principal_id) select '${audience}', p from unnest(array[${ids.join(',')}]) p union all select m.preparers_id, m.chair_id from meeting m where m.id = '${id}';
    insert into invitation_answer (meeting_id, person_id, answer) select '${id}', p, 'confirmed' from unnest(array[${ids.join(',')}]) p;
    insert into attendance (meeting_id, person_id, state, method, confirmed, said_by) select '${id}', p, 'room', 'self', true, p from unnest(array[${ids.join(',')}]) p;
    insert into agenda_item (id, meeting_id, position, number, title, minutes) values ('${item}', '${id}', 1, '1', 'Bầu các chức danh', 15);
    update meeting set current_item_id = '${item}', current_since = now() where id = '${id}'`)
  return { id, item, people, chair: people[0] }
}

/** A secret vote on the meeting's item, not opened yet; facts as of POST votes. */
export const secretVote = (meeting, facts = {}) => meeting.chair.json('POST', `/api/meetings/${meeting.id}/votes`, {
  item_id: meeting.item, title: 'Bầu Phó Chủ tịch', method: 'approve', words: 'approve', majority: 'half', majority_of: 'members', quorum: 'half', secret: true, ...facts
})
/** The chair's steps: 'hand-out', 'box/open', 'last-call', 'count', 'publish'. */
export const step = (meeting, vote, name, body) => meeting.chair.json('POST', `/api/votes/${vote.id}/${name}`, body, 200)

const number = bytes => BigInt('0x' + Buffer.from(bytes).toString('hex'))
const octets = (value, count) => new Uint8Array(Buffer.from(value.toString(16).padStart(2 * count, '0'), 'hex'))
function inverse (a, n) { let [r, s, x, y] = [n, a % n, 0n, 1n]; while (s) { const q = r / s; [r, s, x, y] = [s, r - q * s, y, x - q * y] } return (x + n) % n }
/** What suite.blind and suite.finalize do, twenty times faster, for those who vote by the thousand. */
const quick = {
  async blind (key, prepared) {
    const { n: modulus } = await subtle.exportKey('jwk', key), n = number(Buffer.from(modulus, 'base64url'))
    const m = number(await emsa_pss_encode(prepared, key.algorithm.modulusLength - 1, { sLen: 48, hash: 'SHA-384' }))
    const r = number(globalThis.crypto.getRandomValues(new Uint8Array(key.algorithm.modulusLength / 8))) % n
    let power = r
    for (let i = 0; i < 16; i++) power = power * power % n
    return { blindedMsg: octets(m * (power * r % n) % n, key.algorithm.modulusLength / 8), inv: octets(inverse(r, n), key.algorithm.modulusLength / 8) }
  },
  async finalize (key, prepared, signature, inv) {
    const { n: modulus } = await subtle.exportKey('jwk', key), n = number(Buffer.from(modulus, 'base64url'))
    const out = octets(number(signature) * number(inv) % n, key.algorithm.modulusLength / 8)
    if (!await subtle.verify({ name: 'RSA-PSS', saltLength: 48 }, key, out, prepared)) throw new Error('the server signed something else')
    return out
  }
}

/** A paper that is not handed out yet: its key pair, and what is sent to be signed. */
export async function paperMake (publicKey, maths = suite) {
  const key = await subtle.importKey('spki', Buffer.from(publicKey, 'base64'), { name: 'RSA-PSS', hash: 'SHA-384' }, true, ['verify'])
  const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const serial = new Uint8Array(await subtle.exportKey('raw', pair.publicKey))
  const prepared = suite.prepare(serial)
  const { blindedMsg, inv } = await maths.blind(key, prepared)
  return { maths, key, pair, serial, prepared, blinded: b64(blindedMsg), inv }
}

/** The person's own paper, quickly. */
export const paperTakeQuickly = (person, vote, publicKey) => paperTake(person, vote, publicKey, person.session.person.id, quick)

export const takeRaw = (person, vote, mandate, blinded) => person.post(`/api/votes/${vote.id}/papers`, { mandate_id: mandate, blinded })

/** The person's paper for a mandate of theirs, by default their own. */
export async function paperTake (person, vote, publicKey, mandate = person.session.person.id, maths = suite) {
  const made = await paperMake(publicKey, maths)
  const { signature } = await person.json('POST', `/api/votes/${vote.id}/papers`, { mandate_id: mandate, blinded: made.blinded })
  return { ...made, paper: await made.maths.finalize(made.key, made.prepared, unb64(signature), made.inv) }
}

export const statement = (vote, ids) => `nghisu ballot 1\n${vote.id}\n${ids.join(',')}\n`

/** What is dropped into the box: marks by place of the vote's options, from 0. */
export async function ballotOf (vote, paper, places) {
  const ids = [...places].sort((a, b) => a - b).map(place => vote.options[place].id)
  const signature = await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, paper.pair.privateKey, encode(statement(vote, ids)))
  return { serial: b64(paper.serial), prefix: b64(paper.prepared.subarray(0, 32)), paper: b64(paper.paper), option_ids: ids, signature: b64(new Uint8Array(signature)) }
}

export const drop = (server, vote, ballot, headers = {}) => fetch(`${server.origin}/api/votes/${vote.id}/box`, {
  method: 'POST', headers: { 'content-type': 'application/json', origin: server.origin, ...headers }, body: JSON.stringify(ballot), credentials: 'omit'
})
