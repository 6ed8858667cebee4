import { useEffect, useRef } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'

interface ChartLine {
  label: string
  values: readonly number[]
  /** Custom property of the theme. */
  colour: string
  dash?: boolean
  fill?: boolean
}

interface ChartProps {
  /** Seconds since 1970. */
  times: readonly number[]
  lines: readonly ChartLine[]
  max?: number
}

const colourOf = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** Lines over time, drawn on a canvas. Loaded only where a page shows one. */
export default function Chart({ times, lines, max = 100 }: ChartProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = box.current
    if (element === null) return
    const axis = { stroke: colourOf('--muted'), grid: { stroke: colourOf('--line'), width: 1 }, ticks: { show: false } }
    const span = (times.at(-1) ?? 0) - (times[0] ?? 0)
    const words = new Intl.DateTimeFormat(
      document.documentElement.lang,
      span < 2 * 86_400 ? { timeStyle: 'short' } : { day: 'numeric', month: 'short' },
    )
    const label = (at: number) => words.format(new Date(at * 1000))
    const size = () => ({ width: element.clientWidth, height: Math.max(140, element.clientHeight - 32) })
    const plot = new UPlot(
      {
        ...size(),
        scales: { x: { time: true }, y: { range: [0, max] } },
        axes: [
          { ...axis, grid: { show: false }, space: 80, values: (_plot, ticks) => ticks.map((at) => label(at)) },
          { ...axis, size: 36 },
        ],
        series: [
          {},
          ...lines.map((line) => ({
            label: line.label,
            stroke: colourOf(line.colour),
            width: 2,
            points: { show: times.length < 30, size: 6, fill: colourOf('--surface') },
            ...(line.dash && { dash: [5, 4] }),
            ...(line.fill && { fill: `color-mix(in srgb, ${colourOf(line.colour)} 10%, transparent)` }),
          })),
        ],
        legend: { live: false },
        cursor: { drag: { x: false, y: false } },
      },
      [[...times], ...lines.map((line) => [...line.values])],
      element,
    )
    const observer = new ResizeObserver(() => plot.setSize(size()))
    observer.observe(element)
    return () => {
      observer.disconnect()
      plot.destroy()
    }
  }, [times, lines, max])
  return <div ref={box} className="chart" />
}
