#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Counts a published secret vote again, with nothing of Nghị Sự and nothing but Node's own crypto. docs/secret-votes.md says where the files come from, what
// each check proves, and how to do one ballot by hand with openssl.
//
//   node count-ballots.mjs ballots.json [--seal ballots.sig --signers allowed_signers] [--receipt receipt.txt]
//
// Ends with 0 when every check holds; else says what does not, and ends with 1.
import { createHash, createPublicKey, constants, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'

const [file, ...rest] = process.argv.slice(2)
const option = name => rest.includes(name) ? rest[rest.indexOf(name) + 1] : undefined
if (!file) { console.error('node count-ballots.mjs ballots.json [--seal ballots.sig --signers allowed_signers] [--receipt receipt.txt]'); process.exit(2) }
const faults = []
const check = (good, what) => { if (!good) faults.push(what); return good }
const say = (name, value) => console.log(name.padEnd(32) + value)

const text = readFileSync(file)
const list = JSON.parse(text)
const { vote, ballots } = list
check(list.form === 'nghisu-ballots-1', `the list is of another form: ${list.form}`)

// 1. Each ballot is on a paper that was signed by the vote's key (RFC 9474, RSABSSA-SHA384-PSS-Randomized: an ordinary RSASSA-PSS signature over
//    32 bytes of chance and the serial), each paper once, and its choice is signed by the paper's holder (ECDSA P-256; the serial is the public key).
const paperKey = createPublicKey({ key: Buffer.from(list.public_key, 'base64'), format: 'der', type: 'spki' })
const pointHead = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')
const bytes = word => Buffer.from(word, 'base64url')
const options = vote.options.map(({ id }) => id)
const seen = new Set()
const counts = new Map(options.map(id => [id, 0]))
const tally = { valid: 0, invalid: list.unreadable ?? 0, blank: 0 }
for (const [i, ballot] of ballots.entries()) {
  const name = `ballot ${i + 1} (serial ${ballot.serial.slice(0, 12)}…)`
  const serial = bytes(ballot.serial), ids = ballot.option_ids
  check(!seen.has(ballot.serial), `${name} is there twice`)
  seen.add(ballot.serial)
  const paper = verify('sha384', Buffer.concat([bytes(ballot.prefix), serial]),
    { key: paperKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }, bytes(ballot.paper))
  check(paper, `${name}: its paper was not handed out in this vote`)
  let holder = false
  try {
    const key = createPublicKey({ key: Buffer.concat([pointHead, serial]), format: 'der', type: 'spki' })
    holder = verify('sha256', Buffer.from(`nghisu ballot 1\n${vote.id}\n${ids.join(',')}\n`), { key, dsaEncoding: 'ieee-p1363' }, bytes(ballot.signature))
  } catch { /* no point of the curve */ }
  check(holder, `${name}: its choice has not the signature of the paper's holder`)
  check(ids.every(id => counts.has(id)) && new Set(ids).size === ids.length, `${name}: marks what is no option of this vote`)
  if (ids.length === 0) tally.blank++
  else if (ids.length > vote.most_choices) tally.invalid++
  else { tally.valid++; for (const id of ids) counts.set(id, counts.get(id) + 1) }
}

// 2. No more came back than was handed out, and who received a paper stands there by name.
check(list.names.length === list.handed_out, `${list.handed_out} papers were handed out, but there are ${list.names.length} names`)
check(ballots.length + (list.unreadable ?? 0) === list.returned, `${list.returned} ballots came back, but ${ballots.length} are listed`)
check(list.returned <= list.handed_out, `${list.returned} ballots came back, more than the ${list.handed_out} papers handed out`)

console.log(`${vote.meeting}\n${vote.item}\n${vote.title}\n`)
say('Phát ra / handed out', list.handed_out)
say('Thu về / returned', list.returned)
say('Hợp lệ / valid', tally.valid)
say('Không hợp lệ / invalid', tally.invalid)
say('Phiếu trắng / blank', tally.blank)
console.log()
for (const { id, label } of vote.options) say(label, counts.get(id))
console.log()
say('key', createHash('sha256').update(Buffer.from(list.public_key, 'base64')).digest('hex').slice(0, 16).toUpperCase())

// 3. The list, and a receipt, are what the system signed: SSHSIG (PROTOCOL.sshsig of OpenSSH) by a key of allowed_signers. `ssh-keygen -Y verify` does the same.
const field = (buffer, at) => [buffer.subarray(at + 4, at + 4 + buffer.readUInt32BE(at)), at + 4 + buffer.readUInt32BE(at)]
const fields = (buffer, at = 0) => { const all = []; while (at < buffer.length) { const [value, next] = field(buffer, at); all.push(value); at = next } return all }
const packed = (...words) => Buffer.concat(words.flatMap(word => { const size = Buffer.alloc(4); size.writeUInt32BE(word.length); return [size, Buffer.from(word)] }))
function sealed (message, armoured, signers) {
  const blob = Buffer.from(armoured.replace(/-----[A-Z ]+-----/g, ''), 'base64')
  const [key, space, , hash, signature] = fields(blob, 10)
  const [, point] = fields(key), [kind, raw] = fields(signature)
  if (blob.toString('latin1', 0, 6) !== 'SSHSIG' || String(space) !== 'nghisu-vote' || String(hash) !== 'sha512' || String(kind) !== 'ssh-ed25519') return false
  if (!signers.split('\n').some(line => line.endsWith(key.toString('base64')) && /namespaces="[^"]*\bnghisu-vote\b/.test(line))) return false
  const signed = Buffer.concat([Buffer.from('SSHSIG'), packed(space, '', hash, createHash('sha512').update(message).digest())])
  return verify(null, signed, createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), point]), format: 'der', type: 'spki' }), raw)
}
const seal = option('--seal')
if (seal) {
  const good = sealed(text, readFileSync(seal, 'utf8'), readFileSync(option('--signers') ?? 'allowed_signers', 'utf8'))
  check(good, 'the seal is not over this list, or not by a key of the signers')
  say('seal', good ? 'good' : 'WRONG')
}
const receipt = option('--receipt')
if (receipt) { // as the page saves it: the receipt, and after it its own seal
  const [, words, id, serial, hash, own] = readFileSync(receipt, 'utf8').match(/^(nghisu receipt 1\nvote (\S+)\nserial (\S+)\nballot-sha256 (\S+)\n)([^]*)/) ?? []
  const mine = ballots.find(ballot => ballot.serial === serial)
  const same = id === vote.id && mine && createHash('sha256').update(`nghisu ballot 1\n${vote.id}\n${mine.option_ids.join(',')}\n`).digest('hex') === hash
  check(same, 'the ballot of this receipt is not in the list as it was received')
  say('receipt', same ? 'counted' : 'NOT COUNTED')
  if (own?.includes('BEGIN')) {
    const good = sealed(Buffer.from(words), own, readFileSync(option('--signers') ?? 'allowed_signers', 'utf8'))
    check(good, 'the receipt is not sealed by a key of the signers')
    say("receipt's seal", good ? 'good' : 'WRONG')
  }
}

if (faults.length) { console.error(`\n${faults.join('\n')}`); process.exit(1) }
console.log(`\n${ballots.length} ballots, every check holds.`)
