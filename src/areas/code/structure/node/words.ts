/** Words of paths and of code by which routes of JavaScript and TypeScript are judged. */

/** Open to every visitor by design, or before there is anybody to ask. */
export const forAnybody =
  /log-?(?:in|out)|sign-?(?:in|up|out)|password|forgot|reset|regist|auth|token|web-?hook|hooks?\b|callback|\bipn\b|notif|contact|newsletter|subscri|cart|basket|checkout|search|track|review|rating|health|csp|report|captcha|confirm|verify|activate|unsubscribe|wait|stock-?alert|alert|estimate|quote|calc|validate|analytics|event|log\b|locale|currency|consent|guest|public/i
/** What only the shop's own people make, change or take away. */
export const ofShop =
  /\/(?:products?|categor(?:y|ies)|prices?|price-?lists?|stocks?|inventor(?:y|ies)|coupons?|vouchers?|discounts?|promotions?|settings?|tax(?:es|-?rates?)|shipping-?(?:methods?|rates?)|suppliers?|employees|banners?)(?:\/:\w+)?(?:\/(?:price|stock|status|quantity|publish|image)s?)?\/?$/i
/** Code that asks who calls, in whatever way. */
export const asks =
  /\b(?:is|require|ensure|check|assert|has|verify)_?(?:Admin|Staff|Role|Permission|Auth\w*|Access|Owner\w*|LoggedIn|Login)\b|\b(?:req|request|ctx|c)\.(?:user|auth|session)\b|\.role\b|\broles\b|permission|authori[sz]ation|api-?_?key|x-\w+-(?:key|secret|token|signature)|timingSafeEqual|hmac|signature|jwt|getServerSession|currentUser|isAuthenticated\(|constructEvent|cookies\b/i
/** Words by which a call names a check of whose a record is. */
export const asksOwner =
  /own(?:er|s\b|edBy)|belongs|[pP]ermission|[pP]olic|authori[sz]e|allowed|can(?:View|Access|Edit|See|Read)|assert\w*(?:Access|Owner)|\brole|isAdmin|isStaff|token|hash|signature|secret|hmac|abilit/i
/** What a visitor may throw away who has not signed in. */
export const ofVisitor = /cart|basket|session|token|unsubscri|wish-?list|compare|consent|log-?out|auth/i
