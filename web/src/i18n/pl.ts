import { common } from './pl/common.ts'
import { pages } from './pl/pages.ts'
import { settings } from './pl/settings.ts'
import { guards } from './pl/guards.ts'
import type { Words } from './en.ts'

export const pl: Words = { ...common, ...pages, ...settings, ...guards }
