/** Functions that ask for a right: WordPress' own, and those of a plug-in by what they are called, since they may stand in an object that is not followed. */
export const asksForRight =
  /^(?:is_super_admin|author_can|wc_current_user_has_role|access|is_?allowed\w*|authori[sz]e\w*)$|(?:^|_)(?:current_?)?user_?can(?:_|$)|(?:^|_)can_(?:current_)?user_|(?:^|_)can_?(?:manage|edit|moderate|administer)(?:_|$)|(?:^|_)has_?(?:cap|role)s?(?:_|$)|(?:check|verif|has|require|ensure|assert|validat)[a-z]*_?(?:[a-z]+_)?(?:permission|access|capabilit|privilege|authori[sz])/

/** Functions that ask for a token. */
export const asksForNonce =
  /^verify_request$|check_(?:ajax|admin)_referer|(?:check|verif|validat)\w*nonce|nonce_?(?:check|verif|valid)|(?:check|verif|validat)\w*csrf/
