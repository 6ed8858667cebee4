// A thread that answers like a shop's page, for warming up a flood: in the flood's own thread it would teach the compiler the
// server's ways of using sockets besides the client's, and both would stay slower.
import { type AddressInfo, createServer } from 'node:net'
import { parentPort } from 'node:worker_threads'

const body = 'x'.repeat(4096)
const chunks = Buffer.from(`${`1000\r\n${body}\r\n`.repeat(4)}0\r\n\r\n`)
const sized = Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: 4096\r\n\r\n${body}`)

let turn = 0
const server = createServer((socket) => {
  // Two answers of each kind in turn, so that the reader meets a head it knows and one it does not, in one piece and in several.
  socket.on('data', () => {
    if ((turn++ & 2) === 0) return void socket.write(sized)
    socket.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nSet-Cookie: session=${turn}\r\n\r\n`)
    socket.write(chunks)
  })
  socket.on('error', () => undefined)
})
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window: it has no origin
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port))
