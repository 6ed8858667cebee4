/** A call that compares the token of a form with what the session holds, by its name. */
export const comparesToken =
  /^_?(?:(?:is|has|check|validate|verify|assert|require|ensure|protect)\w*(?:csrf|xsrf|form_?key|form_?token|nonce|security_?token|get_?token|post_?token|request_?token)\w*|(?:check|validate|verify)_?tokens?|is_?token_?valid|\w*(?:csrf|xsrf|form_?key)\w*(?:check|valid|verif)\w*|check_?admin_?referer|check_?ajax_?referer)$/
/** A call that asks for a right, by its name. */
export const asksRight =
  /^_?(?:is_?(?:granted|allowed)\w*|has_?(?:access|perm\w*|rights?|role|capabilit\w*|privilege\w*)|(?:check|require|assert|ensure|validate|enforce)_?(?:user_?)?(?:access|perm\w*|rights?|acl|admin|role|privilege\w*|login|authori[sz]\w*)\w*|deny_?(?:access|unless)\w*|authori[sz]e(?:_?\w*or\w*)?|(?:user_?)?can)$/
/** A call that may ask for it in words of its own. */
export const mayAsk =
  /perm|access|allow|grant|rights|^_*can(?!cel)|owner|belong|authori|admin|acl|polic|forbid|deny|restrict/
const changes =
  /^(?:save|delete|remove|destroy|insert|update|upsert|persist|flush|truncate|unlink|apply|transition|toggle|enable|disable|approve|cancel|capture|refund|void|assign|unassign|move|rename|drop|purge|write|create)(?:$|(?!d)[a-z_]\w*)/
/** Names that begin so and change nothing: what is made is an object or a text. */
const changesNothing =
  /^(?:create(?!d?(?:customer|user|order|account|token|product|item))\w*|write(?:ln|line)?|apply(?:filter|layout|default|to|plugin)\w*|move_?uploaded\w*|update(?:d|layout)\w*|capture_?(?:start|end)|assign(?:var|ref)?|voidvalue|delete_?(?:cookie|cache)\w*|remove_?(?:accents|filter|action|element|child|item|parameter|from\w*)|insert_?(?:before|after))$/
/** What answers, asks for nothing, or is called by a mail or another program. */
export const forAnybody =
  /log_?(?:in|out)|sign_?(?:in|out|up)|regist|confirm|verif|activat|subscri|callback|webhook|hook|return|notify|notification|ipn|cron|locale|language|currency|theme|search|export|download|preview|validate|forgot|view|detail|index|list|show|render|init|install/i
export const isChange = (name: string): boolean => changes.test(name) && !changesNothing.test(name)
