// SPDX-License-Identifier: GPL-3.0-or-later
//
// A poor line to a port of loopback: so many bits a second shared by all connections, half the round trip each way, and one round trip more before a new
// connection carries anything, as TCP's handshake costs. Whatever a browser's page, worker or service worker asks goes through it alike. It reads nothing.
import net from 'node:net'

const TICK_MS = 5
const WINDOW = 64 << 10 // what a connection may have under way in the line; the sender waits beyond

/** One direction of the line: pieces leave in turn at the line's pace and arrive after the delay. */
class Lane {
  constructor (line) { this.line = line; this.waiting = []; this.freeAt = 0 }
  send (piece, opensAt, deliver) {
    const { bitsPerSecond, delayMs } = this.line
    const begins = Math.max(performance.now(), this.freeAt, opensAt)
    this.freeAt = begins + (bitsPerSecond ? piece.length * 8000 / bitsPerSecond : 0)
    this.waiting.push({ at: this.freeAt + delayMs, deliver })
    this.watch()
  }
  watch () {
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      const now = performance.now()
      // A new connection's first piece may be due after a later one of another: only the due ones go, each connection's in order.
      const due = this.waiting.filter(piece => piece.at <= now)
      this.waiting = this.waiting.filter(piece => piece.at > now)
      for (const { deliver } of due) deliver()
      if (this.waiting.length) this.watch()
    }, TICK_MS)
  }
}

/** {origin, open(): as fast as it can, shape({kbits, roundTripMs}), bytes: sent to the browser so far, stop()} */
export async function startWire (port, { kbits = 1600, roundTripMs = 150 } = {}) {
  const line = { bitsPerSecond: kbits * 1000, delayMs: roundTripMs / 2 }
  const down = new Lane(line), up = new Lane(line)
  const ends = new Set()
  const wire = { bytes: 0 }
  const carry = (from, to, lane, opensAt, count) => {
    let under = 0
    from.on('data', whole => {
      // In packets, so that connections share the line instead of waiting for each other's heaps.
      for (let at = 0; at < whole.length; at += 1460) {
        const piece = whole.subarray(at, at + 1460)
        under += piece.length
        lane.send(piece, opensAt, () => {
          under -= piece.length
          if (count) wire.bytes += piece.length
          if (!to.destroyed) to.write(piece)
          if (under < WINDOW && from.isPaused()) from.resume()
        })
      }
      if (under >= WINDOW) from.pause()
    })
    from.on('end', () => lane.send(Buffer.alloc(0), opensAt, () => to.end()))
    from.on('error', () => to.destroy())
    from.on('close', () => { ends.delete(from); if (from.destroyed && !from.readableEnded) to.destroy() })
  }
  const listener = net.createServer({ allowHalfOpen: true }, near => {
    const far = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    near.setNoDelay(true); far.setNoDelay(true)
    ends.add(near); ends.add(far)
    const opensAt = performance.now() + line.delayMs * 2
    carry(near, far, up, opensAt, false)
    carry(far, near, down, 0, true)
  })
  await new Promise(resolve => listener.listen(0, '127.0.0.1', resolve))
  return Object.assign(wire, {
    origin: `http://127.0.0.1:${listener.address().port}`,
    open () { line.bitsPerSecond = 0; line.delayMs = 0 },
    shape () { line.bitsPerSecond = kbits * 1000; line.delayMs = roundTripMs / 2 },
    stop () { for (const end of ends) end.destroy(); listener.close() }
  })
}
