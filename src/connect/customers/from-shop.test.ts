import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openShopDatabase } from '../database/open.ts'
import { shopCustomers } from './from-shop.ts'

async function customersOf(schema: string) {
  const path = join(mkdtempSync(join(tmpdir(), 'shop-')), 'shop.db')
  const made = new Sqlite(path)
  made.exec(schema)
  made.close()
  const database = await openShopDatabase(`sqlite:${path}`, {})
  try {
    return await Array.fromAsync(shopCustomers(database, new AbortController().signal))
  } finally {
    await database.close()
  }
}

const anna = { email: 'anna@b.example', customer_id: '7', first_name: 'Anna' }

describe('customers from the database of a shop', () => {
  it.each([
    [
      'Magento',
      "create table m_customer_entity (entity_id, website_id, email, firstname, password_hash); insert into m_customer_entity values (7, 1, 'anna@b.example', 'Anna', 'x')",
    ],
    [
      'PrestaShop',
      "create table ps_customer (id_customer, passwd, email, firstname); insert into ps_customer values (7, 'x', 'anna@b.example', 'Anna')",
    ],
    [
      'OpenCart',
      "create table oc_customer (customer_id, firstname, email, password); insert into oc_customer values (7, 'Anna', 'anna@b.example', 'x')",
    ],
    [
      'WooCommerce, guests too',
      "create table wp_users (ID, user_email, display_name, user_pass); create table wp_wc_customer_lookup (customer_id, user_id, email, first_name); insert into wp_wc_customer_lookup values (1, 7, 'anna@b.example', 'Anna')",
    ],
    [
      'WordPress',
      "create table wp_users (ID, user_pass, user_email, display_name); insert into wp_users values (7, 'x', 'anna@b.example', 'Anna')",
    ],
    [
      'Sylius',
      "create table sylius_customer (id, email, first_name); insert into sylius_customer values (7, 'anna@b.example', 'Anna')",
    ],
  ])('%s', async (_, schema) => {
    expect(await customersOf(schema)).toEqual([anna])
  })

  it('says so where there is no such table', async () => {
    await expect(customersOf('create table other (a)')).rejects.toMatchObject({ code: 'SW_CUSTOMERS_TABLE' })
  })
})
