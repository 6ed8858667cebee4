import { describe, expect, it } from 'vitest'
import { type Files, found } from '../../scan/test-files.ts'

const chain = (rules: string, more = '') =>
  `@Configuration class S { @Bean SecurityFilterChain c(HttpSecurity http) throws Exception { return http${more}.authorizeHttpRequests(a -> a${rules}).formLogin(f -> f.loginPage("/login")).build(); } }`
const prices = (marks = '') =>
  `@RestController @RequestMapping("/admin/prices") class C { @Autowired PriceService prices; ${marks} @PutMapping("/{id}") void set(@PathVariable long id, @RequestBody Price p) { prices.update(id, p); } }`
const staff = (rules: string): Files => ({ 'S.java': chain(rules), 'C.java': prices() })
const servlet = (before: string): Files => ({
  'A.java': `package s; @WebServlet("/admin/product") public class A extends HttpServlet { protected void doPost(HttpServletRequest q, HttpServletResponse r) { ${before} new ProductDao().delete(Integer.parseInt(q.getParameter("id"))); } }`,
  'B.java':
    'package s; @WebServlet("/admin/tax") public class B extends HttpServlet { protected void doPost(HttpServletRequest q, HttpServletResponse r) { if (q.getSession().getAttribute("admin") == null) { r.sendError(403); return; } new TaxDao().save(q.getParameter("t")); } }',
})
const described = (method: string): Files => ({
  'W.java':
    'package s; public class W extends HttpServlet { protected void doPost(HttpServletRequest q, HttpServletResponse r) { new StockDao().update(q.getParameter("sku")); } }',
  'WEB-INF/web.xml': `<web-app><servlet><servlet-name>w</servlet-name><servlet-class>s.W</servlet-class></servlet><servlet-mapping><servlet-name>w</servlet-name><url-pattern>/backoffice/stock</url-pattern></servlet-mapping><security-constraint><web-resource-collection><url-pattern>/backoffice/*</url-pattern>${method}</web-resource-collection><auth-constraint><role-name>clerk</role-name></auth-constraint></security-constraint></web-app>`,
})
const filter = (pattern: string): Files => ({
  'F.java': `@WebFilter("${pattern}") class F implements Filter { public void doFilter(ServletRequest a, ServletResponse b, FilterChain c) { if (((HttpServletRequest) a).getSession().getAttribute("who") == null) { ((HttpServletResponse) b).sendError(403); return; } c.doFilter(a, b); } }`,
  'C.java': prices(),
})
const interceptor = (except: string): Files => ({
  'I.java': `@Configuration class Web implements WebMvcConfigurer { public void addInterceptors(InterceptorRegistry r) { r.addInterceptor(new Gate()).addPathPatterns("/admin/**").excludePathPatterns("${except}"); } } class Gate implements HandlerInterceptor { public boolean preHandle(HttpServletRequest q, HttpServletResponse p, Object h) { if (q.getSession().getAttribute("admin") == null) { p.sendRedirect("/admin/login"); return false; } return true; } }`,
  'C.java': prices(),
})
const invoice = (parameter: string, given: string, taken: string, query: string): Files => ({
  'C.java': `@RestController class C { @Autowired InvoiceService service; @GetMapping("/invoices/{id}") Invoice one(@PathVariable long id${parameter}) { return service.load(id${given}); } @GetMapping("/me") Object me(Principal p) { return p.getName(); } }`,
  'S.java': `@Service class InvoiceService { @Autowired InvoiceRepository invoices; Invoice load(long id${taken}) { return invoices.${query}; } }`,
})
const owned = (fetch: string): Files => ({
  'W.java': `@Controller class W { @Autowired WishlistRepository repository; @Autowired UserService users; @PostMapping("/wishlists/{id}") String name(@PathVariable Long id, @RequestParam String name, @AuthenticationPrincipal UserDetails details, Model model) { User user = users.findByEmail(details.getUsername()); Wishlist list = repository.${fetch}.orElseThrow(); list.setName(name); repository.save(list); model.addAttribute("user", user); return "redirect:/"; } }`,
  'L.java': '@Entity class Wishlist { @Id Long id; @ManyToOne User owner; }',
})
const hook = (check: string): Files => ({
  'H.java': `@RestController class H { @PostMapping("/hooks/pay") void pay(@RequestBody byte[] body, @RequestHeader("X-Signature") String signature) { ${check} PayEvent event = mapper.readValue(body, PayEvent.class); orders.markPaid(event.orderId()); } }`,
})
const form = (more: string): Files => ({
  'S.java': chain('.anyRequest().authenticated()', more),
  'A.java':
    '@Controller class A { @PostMapping("/account/mail") String save(@RequestParam String mail, Principal p) { customers.setMail(p.getName(), mail); return "redirect:/"; } }',
})
const link = (mark: string): Files => ({
  'A.java': `@Controller class A { ${mark}("/account/close") String close(Principal p) { customers.deleteByMail(p.getName()); return "redirect:/"; } }`,
})
const beside = (mark: string): Files => ({
  'P.java': `@RestController @RequestMapping("/products") class P { @PreAuthorize("hasRole('ADMIN')") @PostMapping void add(@RequestBody Product p) { products.save(p); } ${mark} @DeleteMapping("/{id}") void drop(@PathVariable long id) { products.deleteById(id); } }`,
})

const pairs: [rule: string, title: string, hole: Files, mended: Files][] = [
  [
    'missing-authorisation',
    'a chain that lets all others through',
    staff('.requestMatchers("/account/**").authenticated().anyRequest().permitAll()'),
    staff('.requestMatchers("/admin/**").hasRole("STAFF").anyRequest().permitAll()'),
  ],
  [
    'missing-authorisation',
    "the staff's paths for whoever has signed in",
    staff(
      '.requestMatchers("/account/**").hasRole("CUSTOMER").requestMatchers("/admin/orders/**").hasRole("ADMIN").anyRequest().authenticated()',
    ),
    staff(
      '.requestMatchers("/account/**").hasRole("CUSTOMER").requestMatchers("/admin/**").hasRole("ADMIN").anyRequest().authenticated()',
    ),
  ],
  [
    'missing-authorisation',
    'a servlet beside others that ask',
    servlet(''),
    servlet('if (!q.isUserInRole("admin")) { r.sendError(403); return; }'),
  ],
  [
    'missing-authorisation',
    'a constraint for some methods only',
    described('<http-method>GET</http-method>'),
    described(''),
  ],
  ['missing-authorisation', 'a filter for other paths', filter('/backoffice/*'), filter('/admin/*')],
  [
    'missing-authorisation',
    'an exception of an interceptor',
    interceptor('/admin/prices/**'),
    interceptor('/admin/login'),
  ],
  [
    'missing-authorisation',
    'a record by its number through a service',
    invoice(', Principal p', ', p.getName()', ', String who', 'findById(id).orElseThrow()'),
    invoice(', Principal p', ', p.getName()', ', String who', 'findByIdAndLogin(id, who).orElseThrow()'),
  ],
  [
    'missing-authorisation',
    'a record compared with who is signed in',
    invoice('', '', '', 'findById(id).orElseThrow()'),
    invoice(
      '',
      '',
      '',
      'findById(id).filter(i -> i.getCustomer().getName().equals(SecurityContextHolder.getContext().getAuthentication().getName())).orElseThrow()',
    ),
  ],
  [
    'missing-authorisation',
    'a kind of record that says whose it is',
    owned('findById(id)'),
    owned('findByIdAndOwner(id, user)'),
  ],
  [
    'missing-authorisation',
    'a payment reported by anybody',
    hook(''),
    hook('if (!MessageDigest.isEqual(mac(body), signature.getBytes())) throw new Denied();'),
  ],
  [
    'missing-authorisation',
    'a method without the right of those beside it',
    beside(''),
    beside('@PreAuthorize("hasRole(\'ADMIN\')")'),
  ],
  ['missing-request-token', 'the check of forms switched off', form('.csrf(c -> c.disable())'), form('')],
  ['missing-request-token', 'an account closed by a link', link('@GetMapping'), link('@PostMapping')],
]

describe('who may call what in Java', () => {
  it.each(pairs)('%s, %s: hole', (rule, _title, hole) => expect(found(hole)).toContain(rule))
  it.each(pairs)('%s, %s: mended', (rule, _title, _hole, mended) => expect(found(mended)).not.toContain(rule))
})
