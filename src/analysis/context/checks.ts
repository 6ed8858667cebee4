import type { Text } from '../value.ts'
import { codeExposures, xpathExposures } from './code.ts'
import type { Exposure } from './exposure.ts'
import { htmlExposures, htmlStart } from './html.ts'
import { shellExposures } from './shell.ts'
import {
  anyExposures,
  endingExposures,
  headerExposures,
  headerLineExposures,
  includeExposures,
  ldapExposures,
  loadedExposures,
  logExposures,
  nameExposures,
  operatorExposures,
  pathExposures,
  redirectExposures,
  redirectViewExposures,
  regexExposures,
  requestExposures,
  requestFieldsExposures,
  requestMapExposures,
  savedRecordExposures,
  sentFileExposures,
  smartySourceExposures,
  streamExposures,
  uploadExposures,
  viewNameExposures,
  wholeRequestExposures,
  wordExposures,
  xmlExposures,
} from './simple.ts'
import { sqlExposures } from './sql.ts'

/** How a sink judges a text, by the name that rules use. */
export const checks: Readonly<Record<string, (text: Text) => Exposure[]>> = {
  sql: sqlExposures,
  shell: shellExposures,
  code: codeExposures,
  xpath: xpathExposures,
  ldap: ldapExposures,
  xml: xmlExposures,
  regex: regexExposures,
  path: pathExposures,
  include: includeExposures,
  header: headerExposures,
  headerLine: (text) => {
    const { redirect, exposures } = headerLineExposures(text)
    return redirect ? [] : exposures
  },
  headerRedirect: (text) => {
    const { redirect, exposures } = headerLineExposures(text)
    return redirect ? exposures : []
  },
  redirect: redirectExposures,
  redirectView: redirectViewExposures,
  sentFile: sentFileExposures,
  viewName: viewNameExposures,
  upload: uploadExposures,
  ending: endingExposures,
  stream: streamExposures,
  request: requestExposures,
  log: logExposures,
  html: (text) => htmlExposures(text, htmlStart).exposures,
  any: anyExposures,
  trust: (text) => anyExposures(text).filter((item) => item.taint.kind === 'request'),
  name: nameExposures,
  loaded: loadedExposures,
  word: wordExposures,
  nosql: operatorExposures,
  smartySource: smartySourceExposures,
  wholeRequest: wholeRequestExposures,
  requestFields: requestFieldsExposures,
  requestMap: requestMapExposures,
  savedRecord: savedRecordExposures,
}
