import type { ReactNode } from 'react'

const shapes = {
  overview: <path d="M4 13h7V4H4zM13 20h7v-9h-7zM13 4v5h7V4zM4 20h7v-5H4z" />,
  findings: <path d="M11 4a7 7 0 1 0 4.4 12.450L20 21M11 8v3.500M11 14.200v.1" />,
  roadmap: <path d="M5 21V4M5 5h11l-2 3.500L16 12H5" />,
  fraud: <path d="M12 3 4 6v5.500c0 4.500 3.200 7.900 8 9.500 4.800-1.600 8-5 8-9.500V6zM12 8.500v4M12 15.700v.1" />,
  disputes: <path d="M12 4v16M7 20h10M5 8h14M5 8l-2.500 6a3 3 0 0 0 5 0zM19 8l-2.500 6a3 3 0 0 0 5 0z" />,
  malware: (
    <path d="M9 7a3 3 0 0 1 6 0M8 9h8v6a4 4 0 0 1-8 0zM4 8l4 2.500M20 8l-4 2.500M4 13h4M20 13h-4M5 19l3.500-2.500M19 19l-3.500-2.500" />
  ),
  card: <path d="M3 6h18v12H3zM3 10h18M6.500 14.500h4" />,
  leaks: <path d="M12 3.500s6 6.600 6 11a6 6 0 0 1-12 0c0-4.400 6-11 6-11z" />,
  knowledge: (
    <path d="M4 5.500c3-1 6-.5 8 1.500 2-2 5-2.500 8-1.500V19c-3-1-6-.5-8 1.500C10 18.500 7 18 4 19zM12 7v13" />
  ),
  settings: (
    <path d="M12 15.200a3.200 3.200 0 1 0 0-6.400 3.200 3.200 0 0 0 0 6.400zM19 12l2-1.500-2-3.400-2.400.9-1.700-1L14.500 4.500h-4L10 7l-1.700 1-2.400-.9-2 3.400L6 12l-2 1.500 2 3.400 2.400-.9 1.700 1 .4 2.500h4l.4-2.500 1.700-1 2.400.9 2-3.400z" />
  ),
  activity: <path d="M3 12h4l3-8 4 16 3-8h4" />,
  menu: <path d="M4 7h16M4 12h16M4 17h16" />,
  close: <path d="m6 6 12 12M18 6 6 18" />,
  down: <path d="m6 9 6 6 6-6" />,
  right: <path d="m9 6 6 6-6 6" />,
  check: <path d="m5 12.500 4.500 4.500L19 7.500" />,
  plus: <path d="M12 5v14M5 12h14" />,
  play: <path d="M7 4.500v15l12-7.500z" />,
  file: <path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6" />,
  upload: <path d="M12 16V5M7 9.500 12 4.500l5 5M4 19h16" />,
  user: <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20.500c1-4 4-6 7.500-6s6.500 2 7.500 6" />,
  theme: <path d="M20 14.500A8 8 0 0 1 9.500 4 8 8 0 1 0 20 14.500z" />,
  out: <path d="M14 4H5v16h9M10 12h10M16.500 8.500 20 12l-3.500 3.500" />,
  search: <path d="M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500 20.500 20.500" />,
  key: (
    <path d="M14.500 14a5 5 0 1 0-4.300-2.400L3.500 18.300V21h3v-2h2v-2h2l1.700-1.700a5 5 0 0 0 2.300.7zM15.500 8.500h.1" />
  ),
  shop: <path d="M4 10v10h16V10M3 10l2-6h14l2 6a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0z" />,
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof shapes

/** A line drawing beside words: it says nothing that the words do not say. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {shapes[name]}
    </svg>
  )
}

export function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <path fill="var(--accent)" d="M16 2 4 6.500v8.200C4 22 9 27.700 16 30c7-2.300 12-8 12-15.300V6.500z" />
      <path
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="2.600"
        strokeLinecap="round"
        strokeLinejoin="round"
        d="m10.500 16 4 4 7.500-8.500"
      />
    </svg>
  )
}
