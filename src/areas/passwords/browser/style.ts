/** A sheet made by script, so that it needs no exception in a strict Content-Security-Policy. Colours reach 4.5 : 1. */
export const style = `
shopwarden-password { display: block; margin-block: .4em; font-size: .875em; line-height: 1.4 }
shopwarden-password .sw-bar { display: flex; gap: 3px; block-size: 6px }
shopwarden-password .sw-bar i { flex: 1; border-radius: 3px; background: color-mix(in srgb, currentColor 20%, transparent) }
shopwarden-password[score="0"] .sw-on, shopwarden-password[score="1"] .sw-on { background: #b3261e }
shopwarden-password[score="2"] .sw-on { background: #9a5b00 }
shopwarden-password[score="3"] .sw-on, shopwarden-password[score="4"] .sw-on { background: #1b7f3b }
shopwarden-password ul { margin: .4em 0 0; padding: 0; list-style: none }
shopwarden-password p { margin: .4em 0 0 }
@media (forced-colors: active) {
  shopwarden-password .sw-bar i { border: 1px solid CanvasText }
  shopwarden-password .sw-bar .sw-on { background: Highlight !important; forced-color-adjust: none }
}
`
