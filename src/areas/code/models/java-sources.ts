import type { ModelSet } from '../../../analysis/models.ts'

const columns = ['getString', 'getNString', 'getObject', 'getClob', 'getNClob', 'getBytes', 'getCharacterStream']
/** Objects that only make another one readable: what is in it comes out of them. */
const readers = [
  'InputStreamReader',
  'BufferedReader',
  'LineNumberReader',
  'Scanner',
  'BufferedInputStream',
  'DataInputStream',
  'ByteArrayInputStream',
  'GZIPInputStream',
  'PushbackInputStream',
  'StringReader',
  'StringTokenizer',
  'StreamTokenizer',
  'InputSource',
  'StreamSource',
]
const writers = ['ByteArrayOutputStream', 'StringWriter', 'CharArrayWriter', 'StringBufferOutputStream']

/** What Java reads from other machines, the database, files and settings, and the streams it passes through. */
export const javaSources: ModelSet = {
  language: 'java',
  calls: [
    {
      on: [
        'Socket->getInputStream',
        'SSLSocket->getInputStream',
        'URLConnection->getInputStream',
        'HttpURLConnection->getInputStream',
        'HttpsURLConnection->getInputStream',
        'URL->openStream',
        'URL->getContent',
        'HttpResponse->body',
        'DatagramPacket->getData',
        'EntityUtils::toString',
      ],
      source: 'remote',
    },
    { on: ['ServerSocket->accept'], returns: 'Socket' },
    // Whoever packed an archive chose the names in it.
    {
      on: [
        'ZipEntry',
        'TarEntry',
        'ArchiveEntry',
        'ZipArchiveEntry',
        'TarArchiveEntry',
        'SevenZArchiveEntry',
        'FileHeader',
      ].flatMap((cls) => [`${cls}->getName`, `${cls}->toString`, `${cls}->getFileName`, `${cls}->getFileNameString`]),
      source: 'remote',
    },
    {
      on: ['ZipInputStream', 'ZipArchiveInputStream', 'JarInputStream'].flatMap((cls) => [
        `${cls}->getNextEntry`,
        `${cls}->getNextZipEntry`,
      ]),
      returns: 'ZipEntry',
    },
    {
      on: ['TarArchiveInputStream->getNextEntry', 'TarArchiveInputStream->getNextTarEntry'],
      returns: 'TarArchiveEntry',
    },
    { on: ['URL->openConnection'], returns: 'URLConnection' },
    { on: columns.flatMap((name) => [`ResultSet->${name}`, `SqlRowSet->${name}`]), source: 'stored' },
    { on: ['System::getenv', 'System::getProperty', 'Preferences->get'], source: 'environment' },
    { on: ['System::console'], returns: 'Console' },
    { on: ['Console->readLine', 'Console->readPassword'], source: 'environment' },
    {
      on: [
        'Files::readAllBytes',
        'Files::readString',
        'Files::readAllLines',
        'Files::lines',
        'Files::newBufferedReader',
      ],
      source: 'environment',
      sinks: [{ rule: 'path-traversal', args: [0] }],
    },
    { on: readers.map((name) => `new ${name}`), from: [0] },
    {
      on: writers.flatMap((cls) =>
        ['write', 'writeObject', 'writeUTF', 'writeBytes', 'print', 'println', 'append', 'printf'].map(
          (name) => `${cls}->${name}`,
        ),
      ),
      from: [],
      intoReceiver: true,
    },
  ],
  properties: [{ on: 'System.in', source: 'environment' }],
  entries: [],
}
