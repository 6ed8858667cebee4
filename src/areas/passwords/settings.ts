import type { Settings } from './schema.ts'

type Limits = Omit<Settings, 'platform' | 'from'>
type Key = keyof Limits

/** One place where a platform keeps a password rule. The pattern's first group is the number. */
interface Setting {
  platform: string
  key: Key
  /** Path in the source tree, with * for any one name; absent for rows of a database dump. */
  file?: string
  pattern: RegExp
}

/** `'path','value'` in a row of a dump: the value follows the name, whatever stands between. */
const row = (name: string) => new RegExp(`'${name.replaceAll('/', '\\/')}'\\s*,\\s*'?(\\d+)'?`)

/** Magento keeps settings in core_config_data, or as nested arrays under 'customer' → 'password' in app/etc/config.php. */
const magento = (key: Key, name: string): Setting[] => [
  { platform: 'magento', key, pattern: row(`customer/password/${name}`) },
  {
    platform: 'magento',
    key,
    file: 'app/etc/config.php',
    pattern: new RegExp(
      `'customer'\\s*=>[\\s\\S]{0,4000}?'password'\\s*=>[\\s\\S]{0,2000}?'${name}'\\s*=>\\s*'?(\\d+)`,
    ),
  },
]

// Sources: notes of each platform's developer documentation (Magento configuration reference, PrestaShop 8 security settings,
// OpenCart's account controllers, where the length is compared in code).
export const places: readonly Setting[] = [
  ...magento('minLength', 'minimum_password_length'),
  ...magento('classes', 'required_character_classes_number'),
  ...magento('lockoutFailures', 'lockout_failures'),
  ...magento('resetLinkHours', 'reset_link_expiration_period'),
  { platform: 'prestashop', key: 'minLength', pattern: row('PS_SECURITY_PASSWORD_POLICY_MINIMUM_LENGTH') },
  { platform: 'prestashop', key: 'maxLength', pattern: row('PS_SECURITY_PASSWORD_POLICY_MAXIMUM_LENGTH') },
  { platform: 'prestashop', key: 'minScore', pattern: row('PS_SECURITY_PASSWORD_POLICY_MINIMUM_SCORE') },
  {
    platform: 'shopware',
    key: 'minLength',
    // system_config keeps values as JSON: {"_value": 8}; quotes are escaped in a dump.
    pattern: /'core\.loginRegistration\.passwordMinLength'\s*,\s*'\{\\?"_value\\?":\s*\\?"?(\d+)/,
  },
  {
    platform: 'shopware',
    key: 'lockoutFailures',
    file: 'config/packages/shopware.yaml',
    pattern: /rate_limiter:[\s\S]{0,400}?\blogin:[\s\S]{0,400}?limit:\s*(\d+)/,
  },
  // The theme's or a plugin's own demand on zxcvbn's score; WooCommerce checks it in the browser only.
  {
    platform: 'woocommerce',
    key: 'minScore',
    file: 'wp-content/themes/*/functions.php',
    pattern: /woocommerce_min_password_strength['"][\s\S]{0,200}?return\s+(\d)/,
  },
  {
    platform: 'woocommerce',
    key: 'minScore',
    file: 'wp-content/mu-plugins/*.php',
    pattern: /woocommerce_min_password_strength['"][\s\S]{0,200}?return\s+(\d)/,
  },
  { platform: 'opencart', key: 'minLength', pattern: row('config_user_password_length') },
  { platform: 'opencart', key: 'minLength', pattern: row('config_password_length') },
  {
    platform: 'opencart',
    key: 'maxLength',
    file: 'catalog/controller/account/register.php',
    pattern: /oc_validate_length\(\$password,[^;{]{0,120}?,\s*(\d+)\)/,
  },
  { platform: 'opencart', key: 'lockoutFailures', pattern: row('config_login_attempts') },
  {
    platform: 'opencart',
    key: 'minLength',
    file: 'catalog/controller/account/register.php',
    pattern: /strlen\([^;{]{0,120}?password[^;{]{0,80}?<\s*(\d+)/,
  },
  {
    platform: 'opencart',
    key: 'maxLength',
    file: 'catalog/controller/account/register.php',
    pattern: /strlen\([^;{]{0,200}?password[^;{]{0,160}?>\s*(\d+)/,
  },
]

/**
 * Reads a shop's password rules. `readFile` gives files of the source tree, `dumps` texts of database dumps.
 * Settings in the database win over those in files, as they do in the platforms. Undefined where none was found.
 */
export function readSettings(
  readFile: (path: string) => string | undefined,
  dumps: readonly { name: string; text: string }[],
): Settings | undefined {
  const limits: Limits = {}
  const from: string[] = []
  let platform: string | undefined
  for (const place of places) {
    if (limits[place.key] !== undefined) continue
    const sources = place.file === undefined ? dumps : [{ name: place.file, text: readFile(place.file) ?? '' }]
    for (const source of sources) {
      const value = place.pattern.exec(source.text)?.[1]
      if (value === undefined) continue
      limits[place.key] = Number(value)
      platform ??= place.platform
      from.push(`${place.key}: ${source.name}`)
      break
    }
  }
  return platform === undefined ? undefined : { platform, ...limits, from }
}
