import { describe, expect, it } from 'vitest'
import { readIdentityExport } from './identity-exports.ts'
import { readSettings } from './settings.ts'

const none = () => undefined

describe('password settings', () => {
  it('reads Magento from a dump of core_config_data', () => {
    const text =
      "INSERT INTO `core_config_data` VALUES (1,'default',0,'customer/password/minimum_password_length','8'),(2,'default',0,'customer/password/lockout_failures','10');"
    expect(readSettings(none, [{ name: 'dump.sql', text }])).toEqual({
      platform: 'magento',
      minLength: 8,
      lockoutFailures: 10,
      from: ['minLength: dump.sql', 'lockoutFailures: dump.sql'],
    })
  })

  it('reads PrestaShop from its configuration table', () => {
    const text =
      "(1,NULL,NULL,'PS_SECURITY_PASSWORD_POLICY_MINIMUM_LENGTH','8','2024'),(2,NULL,NULL,'PS_SECURITY_PASSWORD_POLICY_MINIMUM_SCORE','3','2024')"
    expect(readSettings(none, [{ name: 'd', text }])).toMatchObject({
      platform: 'prestashop',
      minLength: 8,
      minScore: 3,
    })
  })

  it("reads OpenCart's limits where they stand in its code", () => {
    const code =
      "if ((oc_strlen(html_entity_decode($post_info['password'], ENT_QUOTES, 'UTF-8')) < 6) || (oc_strlen(html_entity_decode($post_info['password'], ENT_QUOTES, 'UTF-8')) > 40)) {"
    expect(
      readSettings((path) => (path === 'catalog/controller/account/register.php' ? code : undefined), []),
    ).toMatchObject({ platform: 'opencart', minLength: 6, maxLength: 40 })
  })

  it('reads OpenCart 4 from its settings, and the upper limit from its code', () => {
    const code = "if (!oc_validate_length($password, (int)$this->config->get('config_password_length'), 40)) {"
    const text = "(45,0,'config','config_password_length','6',0),(46,0,'config','config_login_attempts','5',0)"
    expect(
      readSettings((path) => (path.endsWith('register.php') ? code : undefined), [{ name: 'd', text }]),
    ).toMatchObject({ minLength: 6, maxLength: 40, lockoutFailures: 5 })
  })

  it('lets the database win over files, and finds nothing in nothing', () => {
    const file = "'customer' => ['password' => ['minimum_password_length' => '7']]"
    expect(
      readSettings(() => file, [{ name: 'd', text: "'customer/password/minimum_password_length','12'" }]),
    ).toMatchObject({ minLength: 12 })
    expect(readSettings(none, [])).toBeUndefined()
  })

  it('reads Shopware from system_config, with its quotes escaped or not', () => {
    for (const value of ['{"_value": 12}', '{\\"_value\\": \\"12\\"}'])
      expect(
        readSettings(none, [
          { name: 'd', text: `(0x01,'core.loginRegistration.passwordMinLength','${value}',NULL,'2026-01-01')` },
        ]),
      ).toMatchObject({ platform: 'shopware', minLength: 12 })
  })

  it('reads what a theme of WooCommerce demands', () => {
    const code = "add_filter( 'woocommerce_min_password_strength', function () { return 4; } );"
    expect(readSettings((path) => (path.includes('functions.php') ? code : undefined), [])).toMatchObject({
      platform: 'woocommerce',
      minScore: 4,
    })
  })
})

describe('exports of services that sign customers in', () => {
  it('Keycloak', () => {
    const realm = {
      realm: 'customers',
      passwordPolicy: 'length(12) and upperCase(1) and digits(1) and notUsername(undefined) and maxLength(64)',
      bruteForceProtected: true,
      failureFactor: 5,
      actionTokenGeneratedByUserLifespan: 43_200,
      users: [],
    }
    expect(readIdentityExport(JSON.stringify(realm), 'realm.json')).toEqual({
      platform: 'keycloak',
      minLength: 12,
      maxLength: 64,
      classes: 2,
      lockoutFailures: 5,
      resetLinkHours: 12,
      from: ['realm customers: realm.json'],
    })
    // Nothing is set: Keycloak takes any password and never locks.
    expect(readIdentityExport('[{"realm":"master"},{"realm":"customers"}]', 'r')).toMatchObject({
      minLength: 1,
      lockoutFailures: 0,
    })
  })

  it('Auth0', () => {
    const connection = (options: object) =>
      readIdentityExport(JSON.stringify({ strategy: 'auth0', name: 'Customers', options }), 'c.json')
    expect(connection({ passwordPolicy: 'good' })).toMatchObject({ minLength: 8, classes: 3, lockoutFailures: 10 })
    expect(
      connection({
        passwordPolicy: 'excellent',
        password_complexity_options: { min_length: 15 },
        brute_force_protection: false,
      }),
    ).toMatchObject({ minLength: 15, lockoutFailures: 0 })
    expect(connection({})).toMatchObject({ minLength: 1 })
  })

  it.each(['', '{', '[]', '{"strategy":"google-oauth2","options":{}}', '<html>', '{"realm":7}'])('none: %j', (text) => {
    expect(readIdentityExport(text, 'x')).toBeUndefined()
  })
})
