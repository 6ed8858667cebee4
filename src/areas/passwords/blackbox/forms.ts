import { readTags, type Tag } from '../../../net/html.ts'

export interface FormField {
  name: string
  type: string
  value: string
  /** Values that a choice offers. */
  options: string[]
  checked: boolean
}

export interface Form {
  /** Absolute address. */
  action: string
  method: 'GET' | 'POST'
  fields: FormField[]
}

/** What a form is for, told by its fields. */
export type FormRole = 'register' | 'login' | 'other'

function fieldOf(tag: Tag): FormField | undefined {
  const name = tag.attributes.get('name')
  if (name === undefined || name === '' || tag.attributes.has('disabled')) return undefined
  return {
    name,
    type: tag.name === 'input' ? (tag.attributes.get('type') ?? 'text').toLowerCase() : tag.name,
    value: tag.attributes.get('value') ?? '',
    options: [],
    checked: tag.attributes.has('checked'),
  }
}

/** The forms of a page with their fields, tokens included. */
export function readForms(text: string, base: string): Form[] {
  const forms: Form[] = []
  let form: Form | undefined
  let select: FormField | undefined
  for (const tag of readTags(text)) {
    if (tag.name === 'form') {
      const action = tag.attributes.get('action') ?? ''
      form =
        tag.closing || !URL.canParse(action, base)
          ? undefined
          : {
              action: new URL(action, base).href,
              method: tag.attributes.get('method')?.toUpperCase() === 'POST' ? 'POST' : 'GET',
              fields: [],
            }
      if (form) forms.push(form)
      continue
    }
    if (!form) continue
    if (tag.name === 'option' && !tag.closing) {
      select?.options.push(tag.attributes.get('value') ?? '')
      if (select && tag.attributes.has('selected')) select.value = tag.attributes.get('value') ?? ''
    } else if (tag.name === 'select' && tag.closing) select = undefined
    else if (!tag.closing && /^(?:input|select|textarea|button)$/.test(tag.name)) {
      const field = fieldOf(tag)
      if (!field) continue
      form.fields.push(field)
      if (tag.name === 'select') select = field
    }
  }
  return forms
}

const isMail = (field: FormField) =>
  field.type === 'email' || /e-?mail|\bmail\b|^login$|^user(?:name)?$|account/i.test(field.name)

/** Log-in and sign-up both ask for an address and a password; sign-up asks for more, or says so in its address. */
export function roleOf(form: Form): FormRole {
  const passwords = form.fields.filter((field) => field.type === 'password').length
  const mail = form.fields.some(isMail)
  const shown = form.fields.filter((field) => !['hidden', 'submit', 'button', 'checkbox', 'image'].includes(field.type))
  const words = `${form.action} ${form.fields.map((field) => field.name).join(' ')}`
  if (passwords === 0 || !mail) return 'other'
  if (passwords > 1 || shown.length >= 4) return 'register'
  return /regist|create|sign-?up|join/i.test(words) && !/log-?in|sign-?in/i.test(words) ? 'register' : 'login'
}

/** Signs of a riddle that only people solve: then no account is opened. */
export const hasCaptcha = (text: string): boolean =>
  /g-recaptcha|h-captcha|hcaptcha\.com|cf-turnstile|data-sitekey|name=["'][^"']*captcha/i.test(text)
