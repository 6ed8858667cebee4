import { describe, expect, it } from 'vitest'
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
})
