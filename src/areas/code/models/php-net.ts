import type { CallModel } from '../../../analysis/models.ts'
import type { SinkModel } from '../../../analysis/sink-model.ts'

const off = '^(?:false|0|)$'
const unverified = (arg: number, ...keys: string[]): SinkModel[] =>
  keys.map((key) => ({ rule: 'no-certificate-check', flag: { arg, key, matches: off } }))

/** PHP and its frameworks on the network: addresses that are contacted, mail, documents, and certificates that nobody looks at. */
export const phpNet: readonly CallModel[] = [
  {
    on: 'stream_context_create',
    from: [],
    sinks: [
      ...unverified(0, 'ssl.verify_peer', 'ssl.verify_peer_name'),
      { rule: 'header-injection', args: [0], keys: ['http.header', 'https.header'] },
    ],
  },
  {
    on: 'stream_context_set_option',
    from: [],
    sinks: [
      ...unverified(1, 'ssl.verify_peer'),
      { rule: 'no-certificate-check', mentions: { arg: 2, word: 'verify_peer' }, flag: { arg: 3, matches: off } },
    ],
  },
  {
    on: 'add_filter',
    from: [],
    sinks: [
      {
        rule: 'no-certificate-check',
        mentions: { arg: 0, word: 'https_ssl_verify' },
        flag: { arg: 1, matches: '^__return_false$' },
      },
    ],
  },
  {
    on: [
      'wp_remote_get',
      'wp_remote_post',
      'wp_remote_request',
      'wp_remote_head',
      'wp_safe_remote_get',
      'wp_safe_remote_post',
    ],
    sinks: unverified(1, 'sslverify'),
  },
  {
    on: ['Http::withoutVerifying', 'PendingRequest->withoutVerifying'],
    returns: 'PendingRequest',
    sinks: [{ rule: 'no-certificate-check', flag: 'always' }],
  },
  {
    on: ['Http::withOptions', 'PendingRequest->withOptions'],
    returns: 'PendingRequest',
    sinks: unverified(0, 'verify'),
  },
  { on: ['new SoapClient'], from: [], sinks: [{ rule: 'server-side-request-forgery', args: [0] }] },
  {
    // Files of the disk or of another machine, by the way their names begin.
    on: ['simplexml_load_file', 'copy'],
    sinks: [{ rule: 'server-side-request-forgery', args: [0] }],
  },
  {
    on: ['wp_mail'],
    from: [],
    sinks: [{ rule: 'header-injection', args: [3] }],
  },
  { on: ['mb_send_mail'], from: [], sinks: [{ rule: 'header-injection', args: [0, 3] }] },
  { on: ['ssh2_exec'], from: [], sinks: [{ rule: 'command-injection', args: [1] }] },
  // Archives: whoever made one named the files in it. Looked at one by one, or unpacked aside, they may be checked.
  { on: ['ZipArchive->open'], from: [], intoReceiver: true },
  {
    on: ['ZipArchive->addFile', 'ZipArchive->addGlob', 'PharData->addFile'],
    from: [],
    sinks: [{ rule: 'path-traversal', args: [0] }],
  },
  { on: ['new PharData', 'new Phar'], source: 'stored', readsFrom: 0 },
  {
    on: ['ZipArchive->extractTo', 'PharData->extractTo'],
    from: [],
    sinks: [
      { rule: 'path-traversal', args: [0] },
      {
        rule: 'unpacked',
        args: [-1],
        atMost: 1,
        mentions: ['tmp', 'temp', 'cache', 'private'].map((word) => ({ arg: 0, word, not: true })),
        unlessFile: /getNameIndex|statIndex|sys_get_temp_dir|tempnam|isDangerous|RecursiveIteratorIterator/,
      },
    ],
  },
  { on: ['ldap_bind', 'ldap_delete', 'ldap_modify', 'ldap_add'], sinks: [{ rule: 'ldap-injection', args: [1] }] },
  // Documents: entities are put in only where that is asked for.
  {
    on: ['new SimpleXMLElement'],
    from: [0],
    sinks: [{ rule: 'xml-external-entities', args: [0], mentions: { arg: 1, word: 'LIBXML_NOENT' } }],
  },
  {
    on: ['DOMDocument->load', 'XMLReader->open'],
    from: [],
    sinks: [
      { rule: 'xml-external-entities', args: [0], mentions: { arg: 1, word: 'LIBXML_NOENT' } },
      { rule: 'path-traversal', args: [0] },
    ],
  },
  {
    on: ['DOMDocument->loadXML', 'DOMDocument->load'],
    sinks: ['substituteEntities', 'resolveExternals'].map((receiverHas) => ({
      rule: 'xml-external-entities',
      args: [0],
      receiverHas,
    })),
  },
  {
    on: ['XMLReader->setParserProperty'],
    from: [],
    sinks: [{ rule: 'xml-external-entities', args: [-1], mentions: { arg: 0, word: 'SUBST_ENTITIES' } }],
  },
  {
    on: ['XMLReader->xml'],
    from: [],
    intoReceiver: true,
    sinks: [{ rule: 'xml-external-entities', args: [0], mentions: { arg: 2, word: 'LIBXML_NOENT' } }],
  },
  {
    on: 'session_set_cookie_params',
    from: [],
    sinks: ['secure', 'httponly'].map((key) => ({ rule: 'insecure-cookie', flag: { arg: 0, key, matches: off } })),
  },
  {
    on: 'ini_set',
    sinks: [
      { rule: 'insecure-cookie', mentions: { arg: 0, word: 'session.cookie_secure' }, flag: { arg: 1, matches: off } },
      {
        rule: 'insecure-cookie',
        mentions: { arg: 0, word: 'session.cookie_httponly' },
        flag: { arg: 1, matches: off },
      },
    ],
  },
  {
    on: ['hash'],
    clean: true,
    sinks: [
      {
        // One round of a fast hash is no way to keep a password, salted or not; what only begins with one is a token.
        rule: 'weak-password-hash',
        mentions: [
          { arg: 1, word: 'passw' },
          ...['token', 'reset', 'nonce', 'key', 'password_hash', 'strlen'].map((word) => ({ arg: 1, word, not: true })),
        ],
        flag: { arg: 0, matches: '^(?:sha(?:224|256|384|512.*|3-.*)|ripemd.*|whirlpool|tiger.*|haval.*)$' },
      },
      {
        rule: 'weak-password-hash',
        mentions: { arg: 1, word: 'passw' },
        flag: { arg: 0, matches: '^(?:md5|sha1|md4|crc32)$' },
      },
    ],
  },
  // MongoDB: a parameter of a form may be an array, and that an operator.
  {
    on: [
      '->findone',
      '->updateone',
      '->updatemany',
      '->deleteone',
      '->deletemany',
      '->findoneandupdate',
      '->findoneanddelete',
      '->countdocuments',
    ],
    from: [],
    sinks: [{ rule: 'nosql-injection', args: [0], objectWithout: [] }],
  },
  // The condition is a script that the server runs.
  {
    on: ['->find', '->findone', '->countdocuments', '->updatemany', '->deletemany'],
    passes: true,
    sinks: [{ rule: 'nosql-injection', args: [0], keys: ['$where'], near: /['"]\$where['"]/ }],
  },
  {
    on: ['MongoDB\\Collection->find', 'Collection->find'],
    from: [],
    sinks: [{ rule: 'nosql-injection', args: [0], objectWithout: [] }],
  },
]
