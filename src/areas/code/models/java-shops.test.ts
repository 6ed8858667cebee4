import { describe, expect, it } from 'vitest'
import { scanTexts } from '../scan/texts.ts'

/** Rules reported at default confidence in a Java file. */
const found = (text: string) =>
  scanTexts([{ path: 'A.java', text }])
    .filter((finding) => finding.confidence !== 'low')
    .map((finding) => finding.rule.slice('code/'.length))

const bean = (body: string, more = '') =>
  `@RestController @Validated class A { EntityManager em; ${more} Object f(${body} }`

/** A mechanism, once as a hole and once mended. */
const pairs: [name: string, rule: string, bad: string, good: string][] = [
  [
    'a reference to a method in a stream',
    'sql-injection',
    bean(
      '@RequestParam List<String> a) { return em.createQuery("select p from P p where p.c in (" + a.stream().map(String::trim).collect(Collectors.joining(", ")) + ")");',
    ),
    bean(
      '@RequestParam List<Integer> a) { return em.createQuery("select p from P p where p.c in (" + a.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")");',
    ),
  ],
  [
    'a reference to a method of the own object',
    'sql-injection',
    bean(
      '@RequestParam Optional<String> a) { return a.map(this::ask).orElse(null);',
      'Object ask(String x) { return em.createQuery("from P where n = \'" + x + "\'"); }',
    ),
    bean(
      '@RequestParam Optional<Long> a) { return a.map(this::ask).orElse(null);',
      'Object ask(Long x) { return em.createQuery("from P where n = " + Long.valueOf(x)); }',
    ),
  ],
  [
    'a filter of a stream',
    'sql-injection',
    bean(
      '@RequestParam List<String> a) { String all = String.join(",", a.stream().filter(x -> !x.isEmpty()).toList()); return em.createQuery("from P where id in (" + all + ")");',
    ),
    bean(
      '@RequestParam Optional<String> a) { return a.filter(x -> x.matches("\\\\d+")).map(x -> em.createQuery("from P where id = " + x)).orElse(null);',
    ),
  ],
  [
    'a pattern and its matcher',
    'open-redirect',
    bean(
      '@RequestParam String to, HttpServletResponse r) throws Exception { if (P.matcher(to).find()) r.sendRedirect(to); return null;',
      'static final Pattern P = Pattern.compile("/.*");',
    ),
    bean(
      '@RequestParam String to, HttpServletResponse r) throws Exception { if (P.matcher(to).matches()) r.sendRedirect(to); return null;',
      'static final Pattern P = Pattern.compile("/[a-z]+(?:/[a-z]+)*");',
    ),
  ],
  [
    'a check by an annotation of the project',
    'sql-injection',
    bean('@Sorted @RequestParam String by) { return em.createQuery("from P order by " + by);'),
    `class SortedValidator implements ConstraintValidator<Sorted, String> { public boolean isValid(String s, ConstraintValidatorContext c) { return Set.of("name", "price").contains(s); } } ${bean('@Sorted @RequestParam String by) { return em.createQuery("from P order by " + by);')}`,
  ],
  [
    'a field of a foreign record',
    'sql-injection',
    `record Q(String by, int n) {} ${bean('@RequestBody Q q) { return em.createQuery("from P order by " + q.by());')}`,
    `record Q(String by, int n) {} ${bean('@RequestBody Q q) { return em.createQuery("from P where n = " + q.n());')}`,
  ],
  [
    'an ending of a name',
    'path-traversal',
    bean(
      '@RequestParam MultipartFile file) { String n = file.getOriginalFilename(); return new File("/srv/" + n.substring(n.indexOf("-")));',
    ),
    bean(
      '@RequestParam MultipartFile file) { String n = file.getOriginalFilename(); int at = n.lastIndexOf("."); return new File("/srv/1" + n.substring(at));',
    ),
  ],
  [
    'an address that is opened',
    'server-side-request-forgery',
    bean('@RequestParam String u) throws Exception { return new URL(u).openStream();'),
    bean('@RequestParam String u) throws Exception { return new URL(u).getPort();'),
  ],
  [
    'a cookie of Spring without a mark',
    'insecure-cookie',
    bean('String t) { return ResponseCookie.from("session", t).path("/").httpOnly(true).build();'),
    bean('String t) { return ResponseCookie.from("session", t).secure(true).httpOnly(true).build();'),
  ],
  [
    'a mapper that makes any class',
    'unsafe-deserialisation',
    bean(
      '@RequestBody String b) { return M.readValue(b, Object.class);',
      'static final ObjectMapper M = make(); static ObjectMapper make() { ObjectMapper m = new ObjectMapper(); m.enableDefaultTyping(); return m; }',
    ),
    bean(
      '@RequestBody String b) { return M.readValue(b, Object.class);',
      'static final ObjectMapper M = make(); static ObjectMapper make() { ObjectMapper m = new ObjectMapper(); m.findAndRegisterModules(); return m; }',
    ),
  ],
  [
    'a message that a partner has signed',
    'log-injection',
    bean(
      '@RequestBody String b) { Item item = Item.of(b); if (!v.validateHMAC(item, "k")) log.warn("x {}", item); return null;',
    ),
    bean(
      '@RequestBody String b) { Item item = Item.of(b); if (v.validateHMAC(item, "k")) log.info("x {}", item); return null;',
    ),
  ],
]

describe('shops in Java', () => {
  it.each(pairs)('%s: hole', (_name, rule, bad) => expect(found(bad)).toContain(rule))
  it.each(pairs)('%s: mended', (_name, rule, _bad, good) => expect(found(good)).not.toContain(rule))
})
