import type { CallModel, ModelSet } from '../../../analysis/models.ts'
import { namesAsSql } from './query-clauses.ts'

/** Clauses of a statement that is put together. */
const clauses = (classes: readonly string[]): CallModel[] => {
  const on = (names: readonly string[]) => names.flatMap((name) => classes.map((cls) => `${cls}->${name}`))
  return [
    {
      // An array here is another framework's: its values are bound.
      on: on(['where', 'orWhere', 'having', 'orHaving']),
      returns: 'DbSelect',
      sinks: [
        { rule: 'sql-injection', args: [0], textOnly: true },
        { rule: 'sql-injection', args: [0], names: namesAsSql },
      ],
    },
    {
      on: on([
        'order',
        'group',
        'columns',
        'from',
        'join',
        'joinLeft',
        'joinInner',
        'limit',
        'limitPage',
        'distinct',
        'union',
        'reset',
        'forUpdate',
        'useStraightJoin',
      ]),
      returns: 'DbSelect',
      sinks: [{ rule: 'sql-injection', args: [0] }],
    },
  ]
}

/** Magento 1 and 2, OpenMage, and the Zend and Laminas parts they are made of. */
export const magento: ModelSet = {
  language: 'php',
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
    { on: ['->getparam', '->getpostvalue'], source: 'request' },
    // Without a name, and of nobody knows what, it may be the post of a blog.
    { on: ['->getpost'], atLeast: 1, source: 'request' },
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
    {
      on: ['->jsonencode', 'Mage_Core_Helper_Data->jsonEncode', 'Zend_Json::encode', 'Laminas\\Json\\Json::encode'],
      escapes: ['JsText', 'HtmlText', 'OneLine'],
      from: [0],
    },
    { on: ['->striptags'], escapes: ['NoTags', 'HtmlText'], from: [0] },
    {
      on: ['->quoteinto', '->quote', '->quoteidentifier', '->preparesqlcondition', '->_getconditionsql'],
      escapes: ['SqlText', 'SqlName', 'SqlQuoted'],
    },
    {
      on: ['->fetchall', '->fetchrow', '->fetchone', '->fetchcol', '->fetchpairs', '->fetchassoc', '->rawfetchrow'],
      source: 'database',
      sinks: [{ rule: 'sql-injection', args: [0] }],
    },
    { on: ['->select', '->getselect'], returns: 'DbSelect' },
    // What stands in the place of `{{name}}` in the expression goes into the statement as it is.
    {
      on: ['->addexpressionfieldtoselect'],
      from: [],
      returns: 'this',
      sinks: [{ rule: 'sql-injection', args: [1, 2] }],
    },
    ...clauses(['DbSelect', 'Zend_Db_Select', 'Varien_Db_Select']),
    // Laminas has no name of its own for it.
    ...clauses(['Select']).map((model) => ({ ...model, unlessOwn: true })),
    {
      // `%s` in the line is escaped, what is written into it is not.
      on: ['Magento\\Framework\\Shell->execute', 'Magento\\Framework\\ShellInterface->execute'],
      from: [],
      sinks: [{ rule: 'command-injection', args: [0] }],
    },
    {
      on: ['Magento\\Framework\\HTTP\\Client\\CurlFactory->create'],
      returns: 'Magento\\Framework\\HTTP\\Client\\Curl',
    },
    {
      on: ['Client\\Curl', 'ClientInterface'].flatMap((cls) =>
        ['get', 'post', 'makeRequest'].map((name) => `Magento\\Framework\\HTTP\\${cls}->${name}`),
      ),
      source: 'remote',
      sinks: [
        { rule: 'server-side-request-forgery', args: [0] },
        { rule: 'server-side-request-forgery', args: [1], when: { arg: 0, matches: /^[A-Z]+$/ } },
      ],
    },
    {
      on: ['Laminas\\Http\\Client->setUri', 'Zend_Http_Client->setUri', 'Magento\\Framework\\HTTP\\ZendClient->setUri'],
      from: [],
      sinks: [{ rule: 'server-side-request-forgery', args: [0] }],
    },
    {
      on: ['new Laminas\\Http\\Client', 'new Zend_Http_Client'],
      from: [],
      sinks: [{ rule: 'server-side-request-forgery', args: [0] }],
    },
    // It keeps any file until it is told which endings it may have; the one of MagentoStorage refuses programs by itself.
    {
      on: [
        'Magento\\Framework\\File\\UploaderFactory->create',
        'new Magento\\Framework\\File\\Uploader',
        'new Varien_File_Uploader',
      ],
      from: [],
      returns: 'OpenUploader',
    },
    { on: ['OpenUploader->setAllowedExtensions', 'OpenUploader->addValidateCallback'], becomes: 'CheckedUploader' },
    {
      on: 'OpenUploader->save',
      from: [],
      sinks: [{ rule: 'unsafe-upload', flag: 'always', unlessFile: /extension/i }],
    },
    { on: 'CheckedUploader->*', from: [] },
    // The driver and the folders of Magento 2.
    {
      on: [
        '->filegetcontents',
        '->fileopen',
        '->fileputcontents',
        '->deletefile',
        '->deletedirectory',
        '->readdirectory',
        '->readfile',
        '->openfile',
        '->writefile',
      ],
      from: [],
      sinks: [{ rule: 'path-traversal', args: [0] }],
    },
    { on: ['->_isurlinternal', '->isurlinternal'], guards: { escapes: ['LocalUrl'] }, clean: true },
    // Files that came with a request, and what reads them.
    {
      on: ['File\\Csv', 'Csv'].flatMap((cls) =>
        ['getData', 'getDataPairs'].map((name) => `Magento\\Framework\\${cls}->${name}`),
      ),
      source: 'stored',
      readsFrom: 0,
    },
    { on: ['Varien_File_Csv->getData'], source: 'stored', readsFrom: 0 },
    // Directives of mails and blocks: whoever writes the text reads configuration and other blocks.
    {
      on: [
        'Magento\\Email\\Model\\Template\\Filter',
        'Magento\\Framework\\Filter\\Template',
        'Magento\\Widget\\Model\\Template\\Filter',
        'Magento\\Cms\\Model\\Template\\Filter',
        'Mage_Core_Model_Email_Template_Filter',
        'Mage_Widget_Model_Template_Filter',
        'Varien_Filter_Template',
        'TemplateFilter',
      ].map((cls) => `${cls}->filter`),
      from: [0],
      sinks: [{ rule: 'template-injection', args: [0] }],
    },
    { on: ['FilterProvider->getBlockFilter', 'FilterProvider->getPageFilter'], returns: 'TemplateFilter' },
    { on: ['->settemplatetext'], from: [], sinks: [{ rule: 'template-injection', args: [0] }] },
    // Filters of grids and of searches hold what the visitor asked for.
    { on: ['MageGridColumn->getFilter'], returns: 'MageGridFilter' },
    { on: ['MageGridFilter->getValue', 'MageGridFilter->getEscapedValue'], source: 'request' },
    {
      on: ['getValue', 'getField', 'getConditionType'].map((name) => `Magento\\Framework\\Api\\Filter->${name}`),
      source: 'request',
    },
    { on: 'new Zend_Db_Expr', from: [0], sinks: [{ rule: 'sql-injection', args: [0] }] },
    { on: ['->_redirect', '->_redirectreferer', '->_redirectsuccess', '->_forward'], from: [] },
    { on: ['RedirectFactory->create'], from: [], returns: 'MageRedirect' },
    { on: ['MageRedirect->setUrl'], from: [], sinks: [{ rule: 'open-redirect-address', args: [0] }] },
    {
      on: ['->adddata'],
      from: [],
      fromReceiver: true,
      sinks: [{ rule: 'mass-assignment', args: [0], atMost: 1, whole: true }],
    },
    {
      on: ['->setredirect', '->_redirecturl', '->setrefererorbaseurl'],
      from: [],
      sinks: [{ rule: 'open-redirect-address', args: [0] }],
    },
    {
      on: ['Mage::getSingleton', 'Mage::getModel'],
      first: /^core\/cookie$/,
      from: [],
      returns: 'Mage_Core_Model_Cookie',
    },
    { on: ['Mage_Core_Model_Cookie->get', '->getcookie'], source: 'request' },
    {
      on: [
        'Mage::getStoreConfig',
        'Mage::getBaseUrl',
        'Mage::getUrl',
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
    { on: 'Mage::helper', clean: true, named: 'helper' },
    { on: ['->getstoreconfig', '->geturl', '->getbaseurl'], clean: true },
    {
      // Addresses of the shop's own, whatever they are put together from.
      on: ['getUrl', 'getRouteUrl', 'getDirectUrl', 'getSecureUrl'].flatMap((name) => [
        `Mage_Core_Model_Url->${name}`,
        `Mage_Core_Block_Abstract->${name}`,
      ]),
      clean: true,
    },
    {
      on: ['Varien_Data_Collection_Db->_getConditionSql', 'Varien_Db_Adapter_Interface->prepareSqlCondition'],
      escapes: ['SqlText', 'SqlName', 'SqlQuoted'],
    },
  ],
  properties: [],
  // Arguments of a GraphQL query, as its resolver gets them.
  entries: [
    {
      method: /filter/i,
      inherits: 'Mage_Adminhtml_Block_Widget_Grid',
      args: [1],
      source: 'request',
      type: 'MageGridColumn',
    },
    { method: /^resolve$/, inherits: 'ResolverInterface', args: [4], source: 'request' },
    // … and those of a service that `webapi.xml` names.
    { service: true, source: 'request' },
  ],
  types: { 'Action.resultRedirectFactory': 'RedirectFactory' },
}
