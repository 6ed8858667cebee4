import type { CodeRule } from './rule.ts'

export const xmlExternalEntities: CodeRule = {
  id: 'xml-external-entities',
  title: 'Foreign XML is read with external entities',
  cwe: [611],
  severity: 'high',
  confidence: 'medium',
  sinks: { 'xml-external-entities': 'any' },
  why: 'A prepared document makes the server read its own files or contact other machines, and give the content away.',
  remedy:
    'Switch document types off: setFeature("http://apache.org/xml/features/disallow-doctype-decl", true) in Java; leave LIBXML_NOENT and LIBXML_DTDLOAD out in PHP.',
  bad: [
    {
      language: 'php',
      code: "<?php $d = new DOMDocument(); $d->loadXML(file_get_contents('php://input'), LIBXML_NOENT); $x = simplexml_load_string($_POST['xml'], 'SimpleXMLElement', LIBXML_NOENT);",
    },
    {
      language: 'java',
      code: 'class A { void f(HttpServletRequest request, DocumentBuilder b) throws Exception { b.parse(request.getInputStream()); } }',
    },
  ],
  good: [{ language: 'php', code: "<?php $x = simplexml_load_string($_POST['xml']);" }],
}
