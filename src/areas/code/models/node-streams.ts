import type { ModelSet } from '../../../analysis/models.ts'

const entry = { type: 'ArchiveEntry' }
const peer = { type: 'SocketPeer' }
const listening = ['on', 'once', 'addListener', 'prependListener']
const on = (cls: string) => listening.map((name) => `${cls}->${name}`)

/** What comes to a program of Node in pieces: bodies of requests, forms read as they arrive, sockets, archives. */
export const nodeStreams: ModelSet = {
  language: 'js',
  calls: [
    {
      on: on('ExpressRequest'),
      from: [],
      returns: 'this',
      callback: { arg: 1, event: 'data', parameters: ['request'] },
    },
    { on: ['ExpressRequest->read'], source: 'request' },
    // Parameters of routes looked at as they are met.
    {
      on: ['->param'],
      from: [],
      first: /^\w+$/,
      callback: {
        escapes: ['Scalar'],
        arg: 1,
        parameters: [{ type: 'ExpressRequest' }, { type: 'ExpressResponse' }, null, 'request', null],
      },
    },
    // Machines elsewhere.
    { on: ['new ssh2.Client', 'new ssh2', 'new NodeSSH', 'new node-ssh'], from: [], returns: 'SshClient' },
    {
      on: ['SshClient->exec', 'SshClient->execCommand'],
      from: [],
      sinks: [{ rule: 'command-injection', args: [0] }],
    },
    // A terminal or a file of lines; loggers that write JSON escape line breaks.
    {
      on: ['log', 'info', 'warn', 'error', 'debug', 'trace'].flatMap((name) => [`console->${name}`]),
      from: [],
      sinks: [{ rule: 'log-injection', textOnly: true, begins: /./ }],
    },
    // Sockets.
    {
      on: ['new WebSocket.Server', 'new WebSocketServer', 'new ws.Server', 'new WebSocket.WebSocketServer'],
      from: [],
      returns: 'SocketServer',
    },
    { on: ['socket->io', 'new Server', 'socket.io->Server', 'socket.io->listen'], from: [], returns: 'SocketServer' },
    { on: ['SocketServer->of', 'SocketServer->use', 'SocketServer->listen'], from: [], returns: 'SocketServer' },
    {
      on: on('SocketServer'),
      from: [],
      returns: 'this',
      callback: { arg: 1, event: /^connect(?:ion)?$/, parameters: [peer, { type: 'ExpressRequest' }] },
    },
    {
      on: on('SocketPeer'),
      from: [],
      returns: 'this',
      callback: {
        arg: 1,
        event: /^(?!(?:dis)?connect|close|error|open|ping|pong)/,
        parameters: ['request', 'request', null],
      },
    },
    // Forms.
    { on: ['new Busboy', 'busboy', 'new busboy'], from: [], returns: 'Busboy' },
    {
      on: on('Busboy'),
      from: [],
      returns: 'this',
      callback: { arg: 1, event: /^(?:file|field)$/, parameters: ['request', 'request', 'request'] },
    },
    {
      on: [
        'new formidable.IncomingForm',
        'new formidable.Formidable',
        'new IncomingForm',
        'formidable',
        'formidable->default',
        'new formidable',
        'new multiparty.Form',
        'multiparty->Form',
      ],
      from: [],
      returns: 'FormParser',
    },
    {
      on: ['FormParser->parse'],
      source: 'request',
      callback: { arg: 1, parameters: [null, 'request', 'request'] },
    },
    {
      on: on('FormParser'),
      from: [],
      returns: 'this',
      callback: { arg: 1, event: /^(?:file|field|part|fileBegin)$/, parameters: ['request', 'request'] },
    },
    // Whoever packed an archive chose the names in it.
    {
      on: [
        ...['unzip', 'unzipper'].flatMap((name) => [`${name}->Parse`, `${name}->ParseOne`]),
        'tar-stream->extract',
        'tar->Parse',
        'new tar.Parse',
        'new tar.Parser',
      ],
      from: [],
      returns: 'ArchiveReader',
    },
    {
      on: on('ArchiveReader'),
      from: [],
      returns: 'this',
      callback: { arg: 1, event: 'entry', parameters: [entry] },
    },
    { on: ['new AdmZip', 'new adm-zip'], from: [], returns: 'ArchiveFile' },
    { on: ['ArchiveFile->getEntries'], source: 'remote' },
    {
      on: ['yauzl->open', 'yauzl->fromBuffer'],
      from: [],
      callback: { arg: -1, parameters: [null, { type: 'ArchiveReader' }] },
    },
    { on: ['new JSZip', 'JSZip->loadAsync', 'jszip->loadAsync', 'new jszip'], from: [], returns: 'JSZip' },
    { on: ['JSZip->forEach'], from: [], callback: { arg: 0, parameters: ['remote'] } },
  ],
  properties: ['path', 'name', 'entryName', 'fileName', 'linkname'].map((name) => ({
    on: `ArchiveEntry.${name}`,
    source: 'remote' as const,
  })),
  entries: [],
}
