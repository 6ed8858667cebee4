import { describe, expect, it } from 'vitest'
import { type Files, found } from '../../scan/test-files.ts'

const routes = (mark: string): Files => ({
  'r.js': `const router = require('express').Router(); const { requireAdmin } = require('./auth'); router.post('/products', requireAdmin, async (req, res) => { res.json(await Product.create({ name: req.body.name })) }); router.put('/products/:id', ${mark}async (req, res) => { await Product.update({ name: req.body.name }, { where: { id: req.params.id } }); res.end() }); module.exports = router`,
})
const mounted = (first: string, second: string): Files => ({
  'app.js': `const express = require('express'); const { requireAdmin } = require('./auth'); const app = express(); ${first} ${second}`,
  'staff.js':
    "const router = require('express').Router(); router.post('/orders/:id/state', async (req, res) => { await db.query('UPDATE orders SET state = $1 WHERE id = $2', [req.body.state, req.params.id]); res.end() }); module.exports = router",
})
const use = "app.use('/admin', requireAdmin);"
const mount = "app.use('/admin', require('./staff'));"
const service = (given: string, taken: string, where: string): Files => ({
  'r.ts': `import { Router } from 'express'; import { requireLogin } from './auth'; import * as invoices from './invoices'; const router = Router(); router.get('/invoices/:id', requireLogin, async (req, res) => { res.json(await invoices.byId(Number(req.params.id)${given})) }); export default router`,
  'invoices.ts': `export async function byId(id: number${taken}) { const { rows } = await db.query('SELECT * FROM invoices WHERE id = $1${where}', [id${taken && ', who'}]); return rows[0] }`,
})
const wrapped = (check: string): Files => ({
  'routes.js':
    "import express from 'express'; import { show } from './orders.js'; import { protect } from './auth.js'; const router = express.Router(); router.route('/:id').get(protect, show); export default router",
  'orders.js': `import asyncHandler from 'express-async-handler'; import Order from './order.js'; export const show = asyncHandler(async (req, res) => { const order = await Order.findById(req.params.id); ${check} res.json(order) })`,
  'auth.js':
    'export const protect = asyncHandler(async (req, res, next) => { const token = req.headers.authorization; req.user = await User.findById(jwt.verify(token, process.env.KEY).id); next() })',
})
const whose = (who: string): Files => ({
  'r.js': `router.get('/orders', auth, async (req, res) => { res.json(await Order.findAll({ where: { customerId: ${who} } })) })`,
})
const plugin = (hook: string): Files => ({
  'server.js':
    "import Fastify from 'fastify'; import coupons from './coupons.js'; const app = Fastify(); app.register(coupons, { prefix: '/api' })",
  'coupons.js': `export default async function (fastify) { ${hook} fastify.get('/coupons', { preHandler: [fastify.verifyStaff] }, async () => Coupon.all()); fastify.post('/coupons', async (request, reply) => { await Coupon.create({ code: request.body.code }); return reply.code(201).send() }) }`,
})
const nest = (marks: string, other = ''): Files => ({
  'c.ts': `@Controller('coupons') export class C { constructor(private readonly coupons: CouponsService) {} @Post() @UseGuards(JwtGuard, RolesGuard) @Roles('admin') add(@Body() dto: D) { return this.coupons.create(dto) } @Delete(':id') ${marks} drop(@Param('id') id: string) { return this.coupons.remove(id) } }`,
  'm.ts': other,
})
const lifted = (mark: string): Files => ({
  'm.ts': '@Module({ providers: [{ provide: APP_GUARD, useClass: JwtGuard }] }) export class M {}',
  'c.ts': `${mark} @Controller('admin/prices') export class C { constructor(private readonly prices: PricesService) {} @Put(':id') set(@Param('id') id: string, @Body() dto: D) { return this.prices.update(id, dto) } }`,
})
const entity = (user: string, where: string): Files => ({
  'c.ts': `@Controller('parcels') @UseGuards(JwtGuard) export class C { constructor(private readonly service: ParcelsService) {} @Get(':id') one(@Param('id') id: number${user && ', @CurrentUser() user: User'}) { return this.service.one(id${user}) } }`,
  's.ts': `@Injectable() export class ParcelsService { constructor(@InjectRepository(Parcel) private readonly repo: Repository<Parcel>) {} async one(id: number${user && ', who: number'}) { return this.repo.findOne({ where: { id${where} } }) } }`,
  'e.ts': '@Entity() export class Parcel { id: number; @ManyToOne(() => Customer) customer: Customer }',
})
const link = (verb: string): Files => ({
  'app.js': `const session = require('express-session'); app.use(session({ secret: process.env.S })); app.${verb}('/account/close', async (req, res) => { if (!req.session.userId) return res.redirect('/login'); await db.query('DELETE FROM users WHERE id = $1', [req.session.userId]); res.redirect('/') })`,
})

const pairs: [rule: string, title: string, hole: Files, mended: Files][] = [
  ['missing-authorisation', 'a route without the guard of those beside it', routes(''), routes('requireAdmin, ')],
  ['missing-authorisation', 'a guard written behind what it should guard', mounted(mount, use), mounted(use, mount)],
  [
    'missing-authorisation',
    'a record by its number through a module',
    service('', '', ''),
    service(', req.user.id', ', who: number', ' AND customer_id = $2'),
  ],
  [
    'missing-authorisation',
    'a handler that is wrapped, behind a sign-in',
    wrapped(''),
    wrapped('if (!order.user.equals(req.user._id)) throw new Error();'),
  ],
  [
    'missing-authorisation',
    'whose records are shown is what was sent',
    whose('Number(req.query.customer)'),
    whose('req.user.id'),
  ],
  [
    'missing-authorisation',
    'a plug-in of Fastify without a hook',
    plugin(''),
    plugin("fastify.addHook('preHandler', fastify.verifyStaff);"),
  ],
  [
    'missing-authorisation',
    'a method of Nest without the roles of those beside it',
    nest(''),
    nest("@UseGuards(JwtGuard, RolesGuard) @Roles('admin')"),
  ],
  [
    'missing-authorisation',
    "the staff's controller taken out of the guard of all",
    lifted('@Public()'),
    lifted("@Roles('admin')"),
  ],
  [
    'missing-authorisation',
    'a kind of record that says whose it is',
    entity('', ''),
    entity(', user.id', ', customer: { id: who }'),
  ],
  ['missing-request-token', 'an account closed by a link', link('get'), link('post')],
]

describe('who may call what in Node', () => {
  it.each(pairs)('%s, %s: hole', (rule, _title, hole) => expect(found(hole)).toContain(rule))
  it.each(pairs)('%s, %s: mended', (rule, _title, _hole, mended) => expect(found(mended)).not.toContain(rule))
})
