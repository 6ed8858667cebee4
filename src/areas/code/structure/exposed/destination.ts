import type { Expr } from '../../../../analysis/ast.ts'
import { calledName } from '../../../../analysis/visit.ts'
import { literalText } from '../scripts.ts'
import type { Scope } from './scope.ts'
import { partsOfText } from './values.ts'

/** Folders that the web server hands out: of the code itself, of modules, of the shop, of uploads. */
const servedConstant =
  /^(?:__DIR__|__FILE__|_PS_(?:MODULE|ROOT|UPLOAD|IMG|THEME|ADMIN)_DIR_|ABSPATH|WP_CONTENT_DIR|WP_PLUGIN_DIR|DIR_(?:APPLICATION|IMAGE)|BP|DOCROOT|FCPATH|\w+_PLUGIN_(?:DIR|PATH|FILE)|\w+_PLUGIN_DIR_PATH)$/
const servedCall =
  /^(?:dirname|realpath|plugin_dir_path|trailingslashit|untrailingslashit|getlocalpath|getcwd|public_path|get_home_path|get_template_directory|wp_upload_dir|wp_get_upload_dir)$/
const rootOfShop = /^(?:_PS_ROOT_DIR_|ABSPATH|BP|DOCROOT|FCPATH|DOCUMENT_ROOT)$/
/** Folders below the root that shops close to visitors, by their own `.htaccess`. */
const closed = /^\/?(?:var|cache|storage|system|app\/(?:logs|cache)|logs?|private|download)\//i
const counted = /^(?:id\w*|\w+_id|\w*number|increment_id|reference)$/i
const program = /\.(?:php\d?|phtml|inc|phar)$/i

export interface Destination {
  /** The web server hands it out. */
  isServed: boolean
  /** Its name is fixed, counted up or a day. */
  isGuessable: boolean
  /** The fixed words of the path. */
  words: string
}

/** `$this->getLocalPath()`, `WP_CONTENT_DIR`, `$upload['basedir']`, `$_SERVER['DOCUMENT_ROOT']` */
function isServedRoot(part: Expr): boolean {
  if (part.kind === 'const') return servedConstant.test(part.name)
  if (part.kind === 'index')
    return (
      /^(?:DOCUMENT_ROOT|basedir|path)$/.test(part.index ? literalText(part.index) : '') && part.object.kind !== 'lit'
    )
  const called = calledName(part)
  if (!called || !('args' in part)) return false
  if (called.name === 'getbasedir') return /^(?:|media|base)$/.test(part.args[0] ? literalText(part.args[0].value) : '')
  if (!servedCall.test(called.name)) return false
  const [first] = part.args
  return (
    !/^(?:dirname|realpath|(?:un)?trailingslashit)$/.test(called.name) ||
    (first !== undefined && isServedRoot(first.value))
  )
}

const isShop = (part: Expr): boolean =>
  (part.kind === 'const' && rootOfShop.test(part.name)) ||
  (part.kind === 'index' && part.index !== null && rootOfShop.test(literalText(part.index)))

/** A day or an hour; whoever tries each second of a day finds the others as well, but seldom does. */
const isDay = (part: Expr): boolean =>
  /^(?:date|gmdate|date_i18n|wp_date|current_time)$/.test(calledName(part)?.name ?? '') &&
  'args' in part &&
  part.args[0]?.value.kind === 'lit' &&
  !/s|u|v|timestamp|mysql/.test(String(part.args[0].value.value))

/** Where a file is written to. */
export function destinationOf(path: Expr, scope: Scope): Destination {
  const [root, ...behind] = partsOfText(path, scope)
  // `public_path('exports/users.csv')`
  const named = root?.kind === 'call' && calledName(root)?.name === 'public_path' ? root.args[0]?.value : undefined
  const rest = named ? [...partsOfText(named, scope), ...behind] : behind
  const isKnown = (part: Expr) =>
    part.kind === 'lit' ||
    isDay(part) ||
    (part.kind === 'const' && /^(?:DIRECTORY_SEPARATOR|DS)$/.test(part.name)) ||
    (part.kind === 'prop' && typeof part.name === 'string' && (counted.test(part.name) || part.name === 'name')) ||
    (part.kind === 'var' && counted.test(part.name))
  const words = rest
    .map((part) => (part.kind === 'lit' ? String(part.value) : part.kind === 'const' ? '/' : '0'))
    .join('')
  // Relative to the script that was called: `data/orders.txt`.
  const isBare =
    root?.kind === 'lit' &&
    /^(?:\.\/)?[\w-]+(?:\/[\w./-]*|\.(?:txt|log|csv|json|xml|sql|zip))$/.test(String(root.value))
  return {
    isServed:
      root !== undefined &&
      (isBare || (isServedRoot(root) && !(isShop(root) && closed.test(words)))) &&
      !program.test(words),
    isGuessable: rest.every(isKnown) && (isBare || /\w$/.test(words)),
    words: `${isBare ? String(root.value) : ''}${words}`,
  }
}
