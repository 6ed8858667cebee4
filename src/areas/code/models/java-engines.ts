import type { ModelSet } from '../../../analysis/models.ts'

/** Java libraries that run what they are given: templates, expressions, names of objects, documents that name their own classes. */
export const javaEngines: ModelSet = {
  language: 'java',
  calls: [
    { on: ['new Template'], from: [], returns: 'Template', sinks: [{ rule: 'template-injection', args: [1] }] },
    {
      on: ['Velocity::evaluate', 'VelocityEngine->evaluate'],
      from: [],
      sinks: [{ rule: 'template-injection', args: [3] }],
    },
    {
      on: ['StringTemplateLoader->putTemplate'],
      from: [],
      sinks: [{ rule: 'template-injection', args: [1] }],
    },
    {
      on: [
        'Handlebars->compileInline',
        'PebbleEngine->getLiteralTemplate',
        'Mustache.Compiler->compile',
        'Jinjava->render',
      ],
      from: [],
      sinks: [{ rule: 'template-injection', args: [0] }],
    },
    {
      on: [
        'MVEL::eval',
        'MVEL::executeExpression',
        'MVEL::compileExpression',
        'Ognl::parseExpression',
        'Ognl::setValue',
        'GroovyShell->parse',
        'GroovyShell->run',
        'Eval::me',
        'JexlEngine->createExpression',
        'JexlEngine->createScript',
        'ELProcessor->eval',
        'ExpressionFactory->createValueExpression',
        'Context->evaluateString',
        'AviatorEvaluator::execute',
      ],
      from: [],
      sinks: [{ rule: 'code-injection' }],
    },
    {
      on: ['->getenginebyname', '->getenginebyextension', '->getenginebymimetype', '->getscriptengine'],
      clean: true,
      returns: 'ScriptEngine',
    },
    { on: ['ScriptEngine->compile'], from: [], sinks: [{ rule: 'code-injection', args: [0] }] },
    // A name may be an address of a server that answers with an object (JNDI).
    {
      on: [
        'InitialContext->lookup',
        'Context->lookup',
        'DirContext->lookup',
        'JndiTemplate->lookup',
        'InitialContext::doLookup',
      ],
      from: [],
      sinks: [{ rule: 'loaded-class', args: [0] }],
    },
    // Documents that name the class of what they hold.
    // Signed by a partner of the shop: it is as he wrote it.
    {
      on: ['->validatehmac', '->validatewebhook', '->verifysignature'],
      guards: { escapes: ['Trusted'] },
      passes: true,
    },
    { on: ['Webhook::constructEvent'], from: [0], escapes: ['Trusted'] },
    { on: ['->enabledefaulttyping'], returns: 'TypedMapper', becomes: 'TypedMapper' },
    {
      on: ['->activatedefaulttyping', '->setpolymorphictypevalidator'],
      mentions: { arg: 0, word: 'LaissezFaire' },
      returns: 'TypedMapper',
      becomes: 'TypedMapper',
    },
    // A stored object that takes over every field that the document names.
    { on: ['->readerforupdating'], from: [], returns: 'UpdatingReader' },
    {
      on: ['UpdatingReader->readValue', 'UpdatingReader->readTree'],
      from: [],
      sinks: [{ rule: 'mass-assignment-fields', args: [0] }],
    },
    {
      on: ['TypedMapper->readValue', 'TypedMapper->readTree'],
      from: [],
      sinks: [{ rule: 'unsafe-deserialisation', args: [0] }],
    },
    {
      on: ['JSON::parseObject'],
      from: [0],
      sinks: [{ rule: 'unsafe-deserialisation', args: [0], mentions: { arg: 1, word: 'SupportAutoType' } }],
    },
    { on: ['new SafeConstructor'], from: [], returns: 'SafeConstructor' },
    {
      on: ['Hessian2Input->readObject', 'Kryo->readClassAndObject', 'SerializationUtils::deserialize'],
      from: [],
      sinks: [{ rule: 'unsafe-deserialisation' }],
    },
    {
      on: ['KeyGenerator::getInstance', 'SecretKeyFactory::getInstance'],
      from: [],
      sinks: [{ rule: 'weak-cipher', flag: { arg: 0, matches: '^(?:DES(?:ede)?|RC2|RC4|ARCFOUR|Blowfish)$' } }],
    },
  ],
  properties: [],
  entries: [],
}
