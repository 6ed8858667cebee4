import type { ModelSet } from '../../../analysis/models.ts'

/** Magento 1 and 2, OpenMage, and the Zend and Laminas parts they are made of. */
export const magento: ModelSet = {
  calls: [
    { on: ['->getrequest'], returns: 'MageRequest' },
    {
      on: [
        'getParam',
        'getParams',
        'getPost',
        'getQuery',
        'getCookie',
        'getRawBody',
        'getPostValue',
        'getContent',
        'getHeader',
        'getBodyParams',
        'getUserParam',
        'getUserParams',
      ].flatMap((name) => [
        `MageRequest->${name}`,
        `RequestInterface->${name}`,
        `Mage_Core_Controller_Request_Http->${name}`,
        `Http->${name}`,
      ]),
      source: 'request',
    },
    { on: ['->getparam', '->getpost', '->getpostvalue'], source: 'request' },
    {
      on: [
        'MageRequest->getControllerName',
        'MageRequest->getActionName',
        'MageRequest->getModuleName',
        'MageRequest->isPost',
        'MageRequest->isAjax',
        'MageRequest->getServer',
        'MageRequest->getMethod',
      ],
      clean: true,
    },
    {
      on: ['->escapehtml', '->escapehtmlattr', '->htmlescape', '->escapehtmlasobject'],
      escapes: ['HtmlText', 'DoubleQuote', 'SingleQuote', 'Xml'],
      from: [0],
    },
    { on: ['->quoteescape', '->escapequote'], escapes: ['DoubleQuote', 'SingleQuote', 'HtmlText'], from: [0] },
    {
      on: ['->escapeurl', '->escapexssinurl'],
      escapes: ['HtmlText', 'DoubleQuote', 'SingleQuote', 'UrlEncoded'],
      from: [0],
    },
    {
      on: ['->escapejs', '->jsquoteescape', '->escapejsquote'],
      escapes: ['JsText', 'SingleQuote', 'DoubleQuote'],
      from: [0],
    },
    { on: ['->striptags'], escapes: ['NoTags', 'HtmlText'], from: [0] },
    { on: ['->quoteinto', '->quote', '->quoteidentifier'], escapes: ['SqlText', 'SqlName', 'Word'] },
    {
      on: ['->fetchall', '->fetchrow', '->fetchone', '->fetchcol', '->fetchpairs', '->fetchassoc', '->rawfetchrow'],
      source: 'database',
      sinks: [{ rule: 'sql-injection', args: [0] }],
    },
    { on: 'new Zend_Db_Expr', from: [0], sinks: [{ rule: 'sql-injection', args: [0] }] },
    { on: ['->_redirect', '->_redirectreferer', '->_redirectsuccess', '->_forward'], from: [] },
    {
      on: ['->setredirect', '->_redirecturl', '->setrefererorbaseurl'],
      from: [],
      sinks: [{ rule: 'open-redirect-address', args: [0] }],
    },
    {
      on: [
        'Mage::getStoreConfig',
        'Mage::getBaseUrl',
        'Mage::getUrl',
        'Mage::helper',
        'Mage::getModel',
        'Mage::getSingleton',
        'Mage::getResourceModel',
        'Mage::app',
        'Mage::getConfig',
        'Mage::getBaseDir',
        'Mage::registry',
        'Mage::log',
        'Mage::throwException',
      ],
      clean: true,
    },
    { on: ['->getstoreconfig', '->geturl', '->getbaseurl'], clean: true },
  ],
  properties: [],
  entries: [],
}
