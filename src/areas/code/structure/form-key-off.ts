import type { StructureCheck } from './check.ts'
import { reachOf, textOfReach } from './reach.ts'
import { classesOf, onlyTrue } from './shapes.ts'

const ofCustomer = /[sS]ession->(?:getCustomer(?:Id|Data)?|isLoggedIn)\(|currentCustomer|userContext/
/** Called by a service that proves itself in another way. */
const proves = /hash|hmac|signature|secret|token|verif|api_?key|Authorization|openssl/i

/** Magento 2: an action for whoever is signed in says that every form is the shop's own (CWE-352). */
export const formKeyOff: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/\bCsrfAwareActionInterface\b/.test(file.source)) return
  for (const cls of classesOf(file.parsed.body)) {
    const says = cls.methods.find(({ name }) => name === 'validateForCsrf')
    const runs = cls.methods.find(({ name }) => name === 'execute')
    if (!says || !runs || !onlyTrue(says.body)) continue
    const text = textOfReach(project, reachOf(project, { fn: runs, file: file.id, cls }))
    if (ofCustomer.test(text) && !proves.test(text)) report('missing-request-token', says.at)
  }
}
