/** Words of code by which it may know whose a record is, and by which it only seems to. */

/** Asks whether somebody is signed in, whoever it is. */
const signIn =
  /(?:isset|empty)\s*\(\s*\$_SESSION\s*(?:\[[^\]]*\]\s*)+\)|!\s*\$_SESSION\s*(?:\[[^\]]*\])+|\$_SESSION\s*(?:\[[^\]]*\]\s*)+(?:[=!]==?\s*(?:null|''|""|0|false))|\b(?:IsGranted|denyAccessUnlessGranted|isGranted)\(\s*['"](?:ROLE_(?:USER|CUSTOMER)|IS_AUTHENTICATED\w*)['"]\s*\)/gi
/** Asks whether the form was sent by a page of the shop, for whichever record. */
const ofForm =
  /\bisTokenValid\s*\(|\b(?:is)?CsrfToken(?:Valid)?\b|\bTools::getToken\s*\([^)]*\)|\bcheck_ajax_referer\s*\([^)]*\)|\b_?validateFormKey\s*\(|\bcsrf\w*|\bform_?key\w*|['"]_?token['"]/gi
/** Columns that are shown, not asked for. */
const columns = /\bSELECT\b(?:(?!\bWHERE\b)[^;])*?\bFROM\b/gi
/** Any way by which code may know whose a record is, or by which only its owner can ask for it. */
export const knowsOwner =
  /customer_?(?:id|key)|customerEmail\(\w|getCustomer\b(?!Email)|customer->(?:id\b|getId)|cookie->id_(?:customer|guest)|customerHas\w+|secure_?key|order_?key|token|hash|signature|signed|secret|protect_?code|getUser\b|->user\(|\bauth\(\)|Auth::|user_?id|owner|authori[sz]e|polic(?:y|ies)|Gate\b|\bcan\(|canView|isAllowed|hasPermission|(?:current|logged_?in|auth)_?(?:user|customer)|isGuest|password|api_id|isGranted|IsGranted|denyAccess|Voter|get\w*(?:Email|Lastname|Postcode|Zip)\(\)\)?\s*[!=]==?|[!=]==?\s*(?:\w+\()?\$\w+->get\w*(?:Email|Lastname|Postcode)\(|\$_SESSION\s*\[/i

/** What a page shows besides, of whoever has signed in. */
const shown = /->assign\((?:[^;$]|\$this->context->customer|\$(?!this\b)\w+->\w+(?:\(\))?)*\);/g

/** Gives a new record a token of its own, which asks nobody for one. */
const newToken =
  /\$(?!this\b)\w+->(?:\w*token|secure_key|passwd|hash)\s*=(?!=)(?:(?!getValue|request|\$_|input|context|cookie)[^;])*;/gi

/** Tells who is signed in: `return $_SESSION['user'] ?? null;` */
const getter =
  /\breturn\s+(?:isset\s*\(\s*\$_SESSION\s*\[[^\]]*\]\s*\)\s*\?\s*)?\$_SESSION\s*\[[^\]]*\]\s*(?:\?\?|\?:|:)\s*(?:null|false|0|\[\])\s*;/gi
const taken = /\$(\w+)\s*=\s*(?:\w+(?:::|->))?(?:get_?)?(?:current|logged_?in|auth)_?(?:user|customer)\s*\(\s*\)\s*;/i

/** Code without the question who is signed in, where the answer is only looked at for being there. */
function withoutUnused(text: string): string {
  const [whole, name = ''] = taken.exec(text) ?? []
  if (whole === undefined) return text
  const asked = new RegExp(
    `!\\s*\\$${name}\\b(?!\\s*(?:\\[|->))|(?:empty|is_null)\\(\\s*\\$${name}\\s*\\)|\\$${name}\\s*===?\\s*(?:null|false)`,
    'g',
  )
  const rest = text.replace(whole, ' ').replace(asked, ' ')
  return new RegExp(`\\$${name}\\b`).test(rest)
    ? text
    : rest.replace(getter, ' ').replace(/function\s+\w+\s*\(\s*\)/g, ' ')
}

/** Code without what only asks whether somebody has signed in or whether the form is the shop's own. */
export const withoutSignIn = (text: string): string =>
  withoutUnused(text)
    .replace(signIn, ' ')
    .replace(ofForm, ' ')
    .replace(columns, 'FROM')
    .replace(shown, ' ')
    .replace(newToken, ' ')
