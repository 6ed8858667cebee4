/** Text as it is, in a box that scrolls where it is long; focusable, so that the keyboard can scroll it. */
export function Code({ children, className = '' }: { children: string; className?: string }) {
  return (
    <pre className={`code ${className}`} tabIndex={0}>
      {children}
    </pre>
  )
}
