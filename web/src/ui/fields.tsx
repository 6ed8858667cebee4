import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react'

interface Named {
  label: string
  hint?: ReactNode
}

function Field({ id, label, hint, children }: Named & { id: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {hint !== undefined && (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
    </div>
  )
}

export function TextField({ label, hint, ...rest }: Named & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId()
  return (
    <Field id={id} label={label} hint={hint}>
      <input id={id} className="input" aria-describedby={hint === undefined ? undefined : `${id}-hint`} {...rest} />
    </Field>
  )
}

export function TextArea({ label, hint, ...rest }: Named & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId()
  return (
    <Field id={id} label={label} hint={hint}>
      <textarea id={id} className="input" aria-describedby={hint === undefined ? undefined : `${id}-hint`} {...rest} />
    </Field>
  )
}

export function SelectField({
  label,
  hint,
  options,
  ...rest
}: Named &
  SelectHTMLAttributes<HTMLSelectElement> & { options: readonly (readonly [value: string, words: string])[] }) {
  const id = useId()
  return (
    <Field id={id} label={label} hint={hint}>
      <select id={id} className="input" aria-describedby={hint === undefined ? undefined : `${id}-hint`} {...rest}>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  )
}

/** Values of a form as text by name. */
export function formValues(form: HTMLFormElement): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') values[name] = value.trim()
  return values
}
