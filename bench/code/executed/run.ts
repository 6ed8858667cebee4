/** Runs programs of the set in PHP (`runner.php`) with every value of their class; programs act on nothing outside of a temporary folder. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface Run {
  error: string | null
  /** kind, text, whether the interpreter takes it at all */
  sinks: [string, string, boolean][]
  page: string
}

export interface Ran {
  file: string
  /** why nothing was run */
  failed?: string
  runs: Run[]
}

/** Functions that `capture.php` defines anew. */
const captured = 'system,exec,shell_exec,passthru,popen,pclose,proc_open,proc_close,fopen,header,simplexml_load_file'
/** Functions that nothing in the set should call. */
const barred =
  'mail,setcookie,session_start,fsockopen,pfsockopen,stream_socket_client,stream_socket_server,socket_create,curl_exec,mysqli_connect,ldap_open,dl,link,symlink,unlink,rename,rmdir,chmod,putenv,set_time_limit'

/** One PHP process for all files; each file is run in a process of its own below it. Results come in the order of the files. */
export async function* runPrograms(
  root: string,
  files: readonly string[],
  values: readonly string[],
): AsyncGenerator<Ran> {
  const work = mkdtempSync(join(tmpdir(), 'executed-'))
  const settings = {
    disable_functions: `${captured},${barred}`,
    open_basedir: [root, work, import.meta.dirname].join(':'),
    sys_temp_dir: work,
    allow_url_fopen: '0',
    memory_limit: '256M',
  }
  const php = spawn(
    'php',
    [
      ...Object.entries(settings).flatMap(([name, value]) => ['-d', `${name}=${value}`]),
      join(import.meta.dirname, 'runner.php'),
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  try {
    php.stdin.end([JSON.stringify({ work, values }), ...files, ''].join('\n'))
    for await (const line of createInterface({ input: php.stdout })) yield JSON.parse(line) as Ran
  } finally {
    php.kill()
    rmSync(work, { recursive: true, force: true })
  }
}
