import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useTexts } from '../i18n/i18n.tsx'
import { Icon } from './icons.tsx'

/** A dialog of the browser's own: it keeps the focus, closes with Escape and gives the focus back. */
export function Dialog(props: {
  title: string
  onClose(): void
  className?: string
  bare?: boolean
  children: ReactNode
}) {
  const { t } = useTexts()
  const dialog = useRef<HTMLDialogElement>(null)
  const title = useId()
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog
      ref={dialog}
      className={`dialog ${props.className ?? ''}`}
      aria-labelledby={title}
      onClose={props.onClose}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      {props.bare ? (
        <>
          <h2 id={title} className="visually-hidden">
            {props.title}
          </h2>
          {props.children}
        </>
      ) : (
        <>
          <div className="dialog-head">
            <h2 id={title}>{props.title}</h2>
            <button
              type="button"
              className="button button-quiet button-small"
              aria-label={t('close')}
              onClick={() => dialog.current?.close()}
            >
              <Icon name="close" />
            </button>
          </div>
          <div className="dialog-body">{props.children}</div>
        </>
      )}
    </dialog>
  )
}
