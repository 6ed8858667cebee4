import { escapes } from '../escapes.ts'
import { concatText } from '../join.ts'
import type { Call, Machine } from '../machine.ts'
import { withEscapes } from '../map-taints.ts'
import type { CallModel, PlacesModel } from '../models.ts'
import { opaque, type Part, type Text, textValue, unknown, unknownNumber, type Value } from '../value.ts'
import { keysOf } from './cookies.ts'

/** What fills a place: the argument of its number, or that of an array which holds all of them. */
function given(machine: Machine, call: Call, index: number): Value {
  const all = call.args.length === 2 && call.args[1]?.shape ? call.args[1] : undefined
  if (!all) return call.args[index] ?? unknown
  return keysOf(machine, all)?.get(String(index - 1)) ?? opaque(machine.taints(all))
}

function filled(value: Value, place: string, before: string, { raw, quoted, escapes: names = [] }: PlacesModel): Text {
  if (raw.test(place)) return withEscapes(textValue(value.text), escapes(...names)).text
  if (!quoted?.test(place)) return unknownNumber.text
  const { text } = withEscapes(textValue(value.text), escapes(...names, 'SqlQuoted'))
  return /['"]$/.test(before) ? text : concatText(["'"], text, ["'"])
}

/** A call whose first argument is a text with places for the others: that text, with what is put into it; other places hold what was made safe. */
export function filledPlaces(machine: Machine, models: readonly CallModel[], call: Call): Call {
  const places = models.find((model) => model.places)?.places
  const [template] = call.args
  if (!places || !template) return call
  let next = 1
  const fill = (part: Part): Text => {
    if (typeof part !== 'string') return [part]
    const texts: Text[] = []
    let from = 0
    for (const match of part.matchAll(places.any)) {
      const index = match[1] === undefined ? next++ : Number(match[1])
      const before = part.slice(from, match.index)
      texts.push([before], filled(given(machine, call, index), match[0], before, places))
      from = match.index + match[0].length
    }
    texts.push([part.slice(from)])
    return concatText(...texts)
  }
  const text = concatText(...template.text.map(fill))
  return { ...call, args: [textValue(text), ...call.args.slice(1)] }
}
