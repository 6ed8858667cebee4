import { common } from './en/common.ts'
import { pages } from './en/pages.ts'
import { settings } from './en/settings.ts'
import { guards } from './en/guards.ts'

/** All words of the page. Every other language has the same keys. */
export const en = { ...common, ...pages, ...settings, ...guards }

export type Words = Readonly<Record<keyof typeof en, string>>
