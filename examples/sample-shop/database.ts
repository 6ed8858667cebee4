import Sqlite from 'better-sqlite3'

/** The shop's data, in memory, the same at each start. */
export function openDatabase(): Sqlite.Database {
  const db = new Sqlite(':memory:')
  db.exec(`
    create table product (id integer primary key, name text, description text, price integer, stock integer);
    create table customer (id integer primary key, email text unique, password text, name text);
    create table orders (id integer primary key, customer integer, total integer, status text, address text, refunded integer default 0);
    create table review (product integer, text text);
    create table coupon (code text primary key, percent integer);
    create table gift_card (code text primary key, balance integer);
  `)
  const product = db.prepare('insert into product values (?, ?, ?, ?, ?)')
  const goods = [
    'Oak desk',
    'Walnut chair',
    'Brass lamp',
    'Linen curtain',
    'Wool rug',
    'Glass vase',
    'Copper kettle',
    'Cotton towel',
    'Steel shelf',
    'Clay pot',
  ]
  goods.forEach((name, index) =>
    product.run(index + 1, name, `${name}, made by hand in small numbers.`, 1900 + index * 730, 5),
  )
  const customer = db.prepare('insert into customer values (?, ?, ?, ?)')
  customer.run(1, 'anna@customers.example', 'correct horse battery staple', 'Anna Nowak')
  customer.run(2, 'jan@customers.example', 'letmein', 'Jan Kowalski')
  const order = db.prepare('insert into orders (id, customer, total, status, address) values (?, ?, ?, ?, ?)')
  order.run(1001, 1, 1900, 'open', 'Anna Nowak, Lipowa 1, Kraków')
  order.run(1002, 2, 8470, 'open', 'Jan Kowalski, Polna 7, Gdańsk')
  db.prepare('insert into coupon values (?, ?)').run('WELCOME10', 10)
  db.prepare('insert into gift_card values (?, ?)').run('GIFT-OF-ANNA', 500)
  return db
}
