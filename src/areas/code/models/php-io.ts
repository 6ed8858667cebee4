import type { CallModel, PropertyModel } from '../../../analysis/models.ts'

export const phpAmbient: readonly PropertyModel[] = [
  '_GET',
  '_POST',
  '_REQUEST',
  '_COOKIE',
  'HTTP_GET_VARS',
  'HTTP_POST_VARS',
  'HTTP_COOKIE_VARS',
  'HTTP_RAW_POST_DATA',
].map((on) => ({ on, source: 'request' }))

/** Switched off, as a constant reads. */
const off = '^(?:false|0|)$'
const weakCipher = '^(?:des|rc[245]|bf|blowfish|cast5|seed)|-ecb$'

/** PHP functions that read what somebody else wrote. */
export const phpSources: readonly CallModel[] = [
  { on: ['getallheaders', 'apache_request_headers'], source: 'request' },
  {
    on: ['fgets', 'fread', 'fgetc', 'fgetss', 'stream_get_contents', 'fscanf', 'fgetcsv', 'stream_get_line'],
    source: 'stored',
    readsFrom: 0,
  },
  {
    on: [
      'mysql_fetch_array',
      'mysql_fetch_assoc',
      'mysql_fetch_row',
      'mysql_fetch_object',
      'mysql_result',
      'mysqli_fetch_array',
      'mysqli_fetch_assoc',
      'mysqli_fetch_row',
      'mysqli_fetch_object',
      'mysqli_fetch_all',
      'pg_fetch_array',
      'pg_fetch_assoc',
      'pg_fetch_row',
      'pg_fetch_object',
      'pg_fetch_all',
      'sqlite_fetch_array',
    ],
    source: 'database',
  },
  {
    on: ['->fetch_assoc', '->fetch_array', '->fetch_row', '->fetch_object', '->fetchcolumn', '->fetchobject'],
    source: 'database',
  },
]

/** PHP functions that hand text to an interpreter, the file system, the network or the browser. */
export const phpSinks: readonly CallModel[] = [
  {
    on: [
      'mysql_query',
      'mysql_unbuffered_query',
      'mysql_db_query',
      'pg_query',
      'pg_send_query',
      'sqlite_query',
      'sqlite_exec',
      'odbc_exec',
      'mssql_query',
      'sybase_query',
      'db2_exec',
      'ibase_query',
      'oci_parse',
      'pg_prepare',
      'odbc_prepare',
      'sqlsrv_query',
      'sqlsrv_prepare',
    ],
    from: [],
    sinks: [{ rule: 'sql-injection' }],
  },
  {
    on: ['mysqli_query', 'mysqli_multi_query', 'mysqli_real_query', 'mysqli_prepare'],
    from: [],
    sinks: [{ rule: 'sql-injection', args: [1] }],
  },
  {
    on: [
      '->query',
      '->exec',
      '->multi_query',
      '->real_query',
      '->prepare',
      '->unsafequery',
      '->querysingle',
      '->rawquery',
      '->simplequery',
    ],
    from: [],
    sinks: [{ rule: 'sql-injection', args: [0] }],
  },
  { on: ['system', 'passthru'], source: 'stored', readsFrom: 0, sinks: [{ rule: 'command-injection', args: [0] }] },
  {
    on: ['shell_exec', 'exec', 'popen'],
    source: 'stored',
    readsFrom: 0,
    sinks: [{ rule: 'command-injection', args: [0] }],
  },
  { on: 'exec', source: 'stored', readsFrom: 0, fills: [1] },
  // A list is a program and its arguments: no shell reads it.
  {
    on: ['proc_open'],
    source: 'stored',
    readsFrom: 0,
    fills: [2],
    sinks: [{ rule: 'command-injection', args: [0], textOnly: true }],
  },
  { on: ['pcntl_exec'], from: [], sinks: [{ rule: 'command-injection', args: [0, 1] }] },
  {
    on: 'mail',
    from: [],
    sinks: [
      { rule: 'header-injection', args: [0, 3] },
      { rule: 'command-injection', args: [4] },
    ],
  },
  { on: ['assert', 'create_function'], from: [], sinks: [{ rule: 'code-injection' }] },
  { on: ['unserialize'], from: [0], sinks: [{ rule: 'unsafe-deserialisation', args: [0], atMost: 1 }] },
  {
    on: ['yaml_parse', 'igbinary_unserialize', 'msgpack_unpack'],
    from: [0],
    sinks: [{ rule: 'unsafe-deserialisation', args: [0] }],
  },
  { on: 'fopen', from: [0], sinks: [{ rule: 'path-traversal', args: [0] }] },
  { on: 'new SplFileObject', source: 'stored', readsFrom: 0, sinks: [{ rule: 'path-traversal', args: [0] }] },
  {
    on: ['fgets', 'fread', 'fgetcsv', 'current', 'getCurrentLine'].map((name) => `SplFileObject->${name}`),
    fromReceiver: true,
    from: [],
  },
  { on: 'file', source: 'stored', readsFrom: 0, sinks: [{ rule: 'path-traversal', args: [0] }] },
  {
    on: 'file_get_contents',
    source: 'stored',
    readsFrom: 0,
    sinks: [
      { rule: 'path-traversal', args: [0] },
      { rule: 'server-side-request-forgery', args: [0] },
    ],
  },
  {
    on: [
      'readfile',
      'show_source',
      'highlight_file',
      'parse_ini_file',
      'simplexml_load_file',
      'opendir',
      'scandir',
      'unlink',
      'rmdir',
      'mkdir',
      'touch',
      'chmod',
      'chown',
      'symlink',
      'link',
      'glob',
      'gzopen',
      'readgzfile',
      'gzfile',
      'dir',
      'imagecreatefromjpeg',
      'imagecreatefrompng',
      'imagecreatefromgif',
    ],
    from: [],
    sinks: [{ rule: 'path-traversal', args: [0] }],
  },
  {
    on: ['copy', 'rename'],
    from: [],
    sinks: [
      { rule: 'path-traversal', args: [0, 1], uploaded: { arg: 0, is: false } },
      // As `move_uploaded_file`.
      { rule: 'unsafe-upload', args: [1], uploaded: { arg: 0, is: true } },
    ],
  },
  {
    on: 'file_put_contents',
    from: [],
    sinks: [
      { rule: 'path-traversal', args: [0] },
      {
        rule: 'log-injection',
        args: [1],
        mentions: [
          { arg: 2, word: 'FILE_APPEND' },
          { arg: 0, word: '.log' },
        ],
      },
      // A line added to what was there.
      { rule: 'log-injection', args: [1], mentions: { arg: 2, word: 'FILE_APPEND' }, ends: /\n$/ },
    ],
  },
  {
    // The data is the visitor's, and so is how the name ends; or it is a program that the server will run.
    on: 'file_put_contents',
    sinks: [
      { rule: 'written-ending', args: [0], foreign: 1 },
      { rule: 'code-injection', args: [1], begins: /^\s*<\?(?:php|=)/i },
    ],
  },
  {
    // A name that a visitor begins may be an address, or an archive whose objects PHP 5 and 7 bring to life (`phar://`).
    on: [
      'getimagesize',
      'exif_read_data',
      'exif_thumbnail',
      'exif_imagetype',
      'mime_content_type',
      'md5_file',
      'sha1_file',
      'imagecreatefromwebp',
      'read_exif_data',
    ],
    from: [],
    sinks: [{ rule: 'stream-name', args: [0] }],
  },
  { on: 'hash_file', clean: true, sinks: [{ rule: 'stream-name', args: [1] }] },
  { on: 'move_uploaded_file', from: [], sinks: [{ rule: 'unsafe-upload', args: [1] }] },
  {
    on: ['curl_init', 'get_headers', 'fsockopen', 'stream_socket_client', 'pfsockopen', 'get_meta_tags'],
    from: [],
    sinks: [{ rule: 'server-side-request-forgery', args: [0] }],
  },
  { on: ['curl_exec'], source: 'stored' },
  {
    on: ['header'],
    from: [],
    contentType: 'header',
    // Line breaks are refused since PHP 5.1.2.
    sinks: [
      { rule: 'open-redirect', args: [0] },
      { rule: 'sent-file', args: [0] },
    ],
  },
  {
    on: ['setcookie', 'setrawcookie'],
    from: [],
    sinks: [{ rule: 'insecure-cookie', flag: { cookie: { options: 2, secure: 5, httpOnly: 6 } } }],
  },
  {
    on: 'curl_setopt_array',
    from: [],
    sinks: [
      ...['CURLOPT_SSL_VERIFYPEER', 'CURLOPT_SSL_VERIFYHOST'].map((key) => ({
        rule: 'no-certificate-check',
        flag: { arg: 1, key, matches: off },
      })),
      { rule: 'server-side-request-forgery', args: [1], keys: ['CURLOPT_URL'] },
    ],
  },
  {
    on: ['openssl_encrypt', 'openssl_decrypt'],
    from: [0],
    sinks: [{ rule: 'weak-cipher', flag: { arg: 1, matches: weakCipher } }],
  },
  { on: ['mcrypt_encrypt', 'mcrypt_decrypt'], from: [2], sinks: [{ rule: 'weak-cipher', flag: 'always' }] },
  { on: ['http_redirect'], from: [], sinks: [{ rule: 'open-redirect-address', args: [0] }] },
  { on: ['ldap_search', 'ldap_list', 'ldap_read'], from: [], sinks: [{ rule: 'ldap-injection', args: [1, 2] }] },
  { on: ['ldap_bind', 'ldap_add', 'ldap_delete', 'ldap_modify'], from: [] },
  { on: ['->xpath', '->evaluate'], from: [], sinks: [{ rule: 'xpath-injection', args: [0] }] },
  { on: ['DOMXPath->query', 'DOMXPath->evaluate'], from: [], sinks: [{ rule: 'xpath-injection', args: [0] }] },
  { on: 'error_log', from: [], sinks: [{ rule: 'log-injection', args: [0] }] },
  { on: 'syslog', from: [], sinks: [{ rule: 'log-injection', args: [1] }] },
  { on: ['dl', 'putenv'], from: [] },
  { on: ['ini_set', 'set_include_path'], from: [] },
  { on: ['xml_parse'], from: [0] },
  {
    on: 'simplexml_load_string',
    from: [0],
    sinks: [{ rule: 'xml-external-entities', args: [0], mentions: { arg: 2, word: 'LIBXML_NOENT' } }],
  },
  {
    on: ['->loadxml', 'DOMDocument->loadXML'],
    from: [],
    sinks: [{ rule: 'xml-external-entities', args: [0], mentions: { arg: 1, word: 'LIBXML_NOENT' } }],
  },
  // A file by its name: what an upload, or whoever is asked for it, holds.
  {
    on: ['DOMDocument->load', 'XMLReader->open', 'XMLReader::open', 'simplexml_load_file'],
    from: [0],
    sinks: [1, 2].map((arg) => ({
      rule: 'xml-external-entities',
      args: [0],
      contents: true,
      mentions: { arg, word: 'LIBXML_NOENT' },
    })),
  },
  {
    on: 'curl_setopt',
    from: [],
    sinks: [
      ...['CURLOPT_SSL_VERIFYPEER', 'CURLOPT_SSL_VERIFYHOST'].map((word) => ({
        rule: 'no-certificate-check',
        mentions: { arg: 1, word },
        flag: { arg: 2, matches: off },
      })),
      { rule: 'server-side-request-forgery', args: [2], mentions: { arg: 1, word: 'CURLOPT_URL' } },
    ],
  },
  {
    on: ['md5', 'sha1'],
    clean: true,
    sinks: [
      {
        rule: 'weak-password-hash',
        flag: 'always',
        // What has been hashed well before is no password any more.
        mentions: [
          { arg: 0, word: 'passw' },
          { arg: 0, word: 'password_hash', not: true },
          { arg: 0, word: 'passwordhash', not: true },
          // The answer to a question of a server, as its protocol wants it.
          ...['realm', 'challenge', 'nonce'].map((word) => ({ arg: 0, word, not: true })),
        ],
      },
    ],
  },
  { on: ['virtual'], from: [], sinks: [{ rule: 'file-inclusion', args: [0] }] },
  { on: ['wp_die'], from: [], exits: true },
]
