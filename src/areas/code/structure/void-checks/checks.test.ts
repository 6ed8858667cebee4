import { describe, expect, it } from 'vitest'
import { type Files, found } from '../../scan/test-files.ts'

const script = (body: string): Files => ({
  'backend/set.php': `<?php session_start(); require '../lib/db.php'; ${body}`,
})
const deed = "$q = $db->prepare('UPDATE stock SET n = ? WHERE a = ?'); $q->execute([(int) $_POST['n'], $_POST['a']]);"
const laravel = (body: string): Files => ({
  'app/Http/Controllers/AController.php': `<?php namespace App\\Http\\Controllers; class AController extends Controller { public function drop(int $id) { ${body} } }`,
})
const drop = 'Rate::findOrFail($id)->delete();'
const java = (body: string): Files => ({
  'A.java': `package a; @RestController public class A { private final Rates rates; @DeleteMapping("/rates/{id}") public ResponseEntity<Void> drop(@PathVariable long id, HttpServletRequest request) { ${body} } }`,
})
const filter = (end: string): Files => ({
  'F.java': `package a; @WebFilter("/desk/*") class F implements Filter { public void doFilter(ServletRequest a, ServletResponse b, FilterChain chain) { HttpServletRequest q = (HttpServletRequest) a; if (q.getSession().getAttribute("clerk") == null) { ((HttpServletResponse) b).sendRedirect("/in"); ${end} } chain.doFilter(a, b); } }`,
})
const express = (body: string): Files => ({
  'a.js': `const router = require('express').Router(); router.post('/tills/:id', async (req, res) => { ${body} await Till.update({ closed: true }, { where: { id: req.params.id } }); res.end(); });`,
})
const koa = (body: string): Files => ({ 'a.js': `export const desk = async (ctx, next) => { ${body} }` })
const nest = (end: string): Files => ({
  'g.ts': `@Injectable() export class G implements CanActivate { canActivate(context: ExecutionContext) { const { user } = context.switchToHttp().getRequest(); if (user?.department !== 'desk') { this.log.warn('no'); ${end} } return true; } }`,
})
const psr = (body: string): Files => ({
  'M.php': `<?php class M implements MiddlewareInterface { public function process($request, $handler) { ${body} } }`,
})
const child = (call: string): Files => ({
  'Desk.php':
    "<?php abstract class Desk { protected $db; public function __construct($db) { if (empty($_SESSION['staff_id'])) { header('HTTP/1.1 403'); exit; } $this->db = $db; } }",
  'Stock.php': `<?php class Stock extends Desk { public function __construct($db) { ${call} $this->db = $db; } public function set() { $this->db->prepare('UPDATE stock SET n = 1 WHERE a = ?')->execute([$_POST['a']]); } }`,
})

const pairs: [string, Files, Files][] = [
  [
    'a signature that is worked out, then compared',
    express(
      "const own = createHmac('sha256', key).update(req.body).digest(); if (!timingSafeEqual(own, req.get('x-sign'))) res.sendStatus(403);",
    ),
    express(
      "const own = createHmac('sha256', key).update(req.body).digest(); if (!timingSafeEqual(own, req.get('x-sign'))) return res.sendStatus(403);",
    ),
  ],
  [
    'a refusal that is only noted',
    script(`if (($_SESSION['role'] ?? '') !== 'stock') { error_log('no'); } ${deed}`),
    script(`if (($_SESSION['role'] ?? '') !== 'stock') { error_log('no'); exit; } ${deed}`),
  ],
  [
    'a refusal that code behind it looks at',
    script(`$out = []; if (($_SESSION['role'] ?? '') !== 'stock') { $out['error'] = 'no'; } ${deed}`),
    script(`$out = []; if (($_SESSION['role'] ?? '') !== 'stock') { $out['error'] = 'no'; } if (!$out) { ${deed} }`),
  ],
  [
    'a key of the shop, compared for the log',
    script(`if ($_GET['key'] !== getenv('HOOK_KEY')) { http_response_code(403); } ${deed}`),
    script(`if ($_GET['key'] !== getenv('HOOK_KEY')) { http_response_code(403); die; } ${deed}`),
  ],
  [
    'an answer that nobody takes',
    laravel(`Gate::allows('rates'); ${drop}`),
    laravel(`Gate::authorize('rates'); ${drop}`),
  ],
  [
    'an answer of whoever is signed in that nobody takes',
    laravel(`auth()->user()->can('rates'); ${drop}`),
    laravel(`if (auth()->user()->cannot('rates')) { abort(403); } ${drop}`),
  ],
  [
    'a check of the project that leaves the end to its caller',
    {
      'lib/door.php':
        "<?php function staff_only() { if (empty($_SESSION['staff'])) { header('Location: in.php'); return false; } return true; }",
      ...script(`require '../lib/door.php'; staff_only(); ${deed}`),
    },
    {
      'lib/door.php':
        "<?php function staff_only() { if (empty($_SESSION['staff'])) { header('Location: in.php'); return false; } return true; }",
      ...script(`require '../lib/door.php'; if (!staff_only()) { exit; } ${deed}`),
    },
  ],
  [
    'a check behind the deed',
    script(`${deed} if (empty($_SESSION['admin'])) { http_response_code(403); exit; }`),
    script(`if (empty($_SESSION['admin'])) { http_response_code(403); exit; } ${deed}`),
  ],
  [
    'a sign-in where a right is asked as well',
    script(`$in = isset($_SESSION['user_id']); if (!($in || ($_SESSION['role'] ?? '') === 'stock')) { exit; } ${deed}`),
    script(`$in = isset($_SESSION['user_id']); if (!($in && ($_SESSION['role'] ?? '') === 'stock')) { exit; } ${deed}`),
  ],
  [
    'the same by De Morgan, and two roles',
    java(
      'if (request.getUserPrincipal() == null && !request.isUserInRole("team")) { throw new Denied(); } rates.deleteById(id); return null;',
    ),
    java(
      'if (!request.isUserInRole("owner") && !request.isUserInRole("team")) { throw new Denied(); } rates.deleteById(id); return null;',
    ),
  ],
  [
    'Java: a status, and no end',
    java(
      'if (!request.isUserInRole("team")) { response.setStatus(HttpServletResponse.SC_FORBIDDEN); } rates.deleteById(id); return null;',
    ),
    java(
      'if (!request.isUserInRole("team")) { return ResponseEntity.status(403).build(); } rates.deleteById(id); return null;',
    ),
  ],
  ['Java: a filter that sends away and lets through', filter(''), filter('return;')],
  [
    'a middleware that lets others run first',
    koa("await next(); if (ctx.session.role !== 'desk') ctx.throw(403)"),
    koa("if (ctx.session.role !== 'desk') ctx.throw(403); await next()"),
  ],
  [
    'the same of PHP',
    psr(
      "$response = $handler->handle($request); if (($_SESSION['role'] ?? '') !== 'desk') { return new Response(403); } return $response;",
    ),
    psr("if (($_SESSION['role'] ?? '') !== 'desk') { return new Response(403); } return $handler->handle($request);"),
  ],
  ['a guard that says yes to everybody', nest(''), nest('return false;')],
  [
    'a role that the body says',
    express("const { role } = req.body.user; if (role !== 'boss') { return res.status(403).end(); }"),
    express("const { role } = req.session.user; if (role !== 'boss') { return res.status(403).end(); }"),
  ],
  [
    'claims of a token that nobody verified',
    express(
      "const claims = jwt.decode(req.headers.authorization); if (claims.scope !== 'tills') { return res.status(403).end(); }",
    ),
    express(
      "const claims = jwt.verify(req.headers.authorization, key); if (claims.scope !== 'tills') { return res.status(403).end(); }",
    ),
  ],
  [
    'an owner that the query names',
    express(
      'const till = await Till.findByPk(req.params.id); if (till.user_id !== Number(req.query.user)) { return res.status(404).end(); }',
    ),
    express(
      'const till = await Till.findByPk(req.params.id); if (till.user_id !== req.session.userId) { return res.status(404).end(); }',
    ),
  ],
  ['a guard that a child forgets', child(''), child('parent::__construct($db);')],
]

describe('checks that hold nobody back', () => {
  it.each(pairs)('%s', (_, bad, good) => {
    expect(found(bad)).toContain('missing-authorisation')
    expect(found(good)).not.toContain('missing-authorisation')
  })

  it('tells a token of a form from a right', () => {
    const form = (check: string): Files => ({
      'p.php': `<?php add_action('admin_post_x', function () { if (!current_user_can('manage_options')) { wp_die('no'); } ${check} delete_option('x'); });`,
    })
    expect(found(form("wp_verify_nonce($_POST['n'], 'x');"))).toContain('missing-request-token')
    expect(found(form("if (!wp_verify_nonce($_POST['n'], 'x')) { wp_die('no'); }"))).not.toContain(
      'missing-request-token',
    )
  })

  it('lets a visitor go on who is only noted', () => {
    const open = script(`if (empty($_SESSION['user_id'])) { error_log('a guest'); } ${deed}`)
    const page = koa('if (!ctx.session.user) { console.warn("a guest") } await next()')
    expect(found({ ...page, ...open })).not.toContain('missing-authorisation')
  })
})
