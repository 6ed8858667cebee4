import * as hosted from './hosted.ts'
import { type Site, sources } from './page.ts'

export interface Variant {
  id: string
  about: string
  change(site: Site): void
}

export const js = (body: string) => ({ type: 'text/javascript', body })

/** The page with one more script in it. */
export const inline = (id: string, about: string, text: string): Variant => ({
  id,
  about,
  change: (site) => void site.inline.push(text),
})

/** The page with more markup. */
export const html = (id: string, about: string, text: string): Variant => ({
  id,
  about,
  change: (site) => void site.extra.push(text),
})

/** The shop's own script in a version, with something added: 17 is the one that was authorised. */
export const shopAt =
  (version: string) =>
  (id: string, about: string, added: string): Variant => ({
    id,
    about,
    change: (site) => void (site.files['shop.test/shop.js'] = js(sources.shopScript(version) + added)),
  })

/** A script of a vendor whose host the owner approved in advance, with an inline start and markup where it has any. */
export const tool = (id: string, about: string, body: string, start = '', extra = ''): Variant => ({
  id,
  about,
  change: (site) => {
    site.head.push(`<script src="http://cdn.tools-approved.test/${id}.js" async></script>`)
    site.files[`cdn.tools-approved.test/${id}.js`] = js(body)
    if (start !== '') site.inline.push(start)
    if (extra !== '') site.extra.push(extra)
  },
})

/** The script of the page whose card fields a provider hosts, with something added. */
export const checkout = (id: string, about: string, added: string): Variant => ({
  id,
  about,
  change: (site) => void (site.files['shop.test/static/checkout.4f2a91.js'] = js(hosted.checkout(added))),
})

/** Variants that change one file of a site: `made` writes it with what is added. */
export const changedFile =
  (path: string, made: (more: string) => string) =>
  (id: string, about: string, more: string): Variant => ({
    id,
    about,
    change: (site) => void (site.files[path] = js(made(more))),
  })
