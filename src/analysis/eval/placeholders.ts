import type { Call } from '../machine.ts'
import type { CallModel } from '../models.ts'
import { concatText } from '../join.ts'
import { type Part, type Text, textValue, unknown, unknownNumber } from '../value.ts'

/** A call whose first argument is a text with places: that text, with what is put into it as it is; other places hold what was made safe. */
export function filledPlaces(models: readonly CallModel[], call: Call): Call {
  const places = models.find((model) => model.places)?.places
  const [template] = call.args
  if (!places || !template) return call
  let next = 1
  const fill = (part: Part): Text => {
    if (typeof part !== 'string') return [part]
    const texts: Text[] = []
    let from = 0
    for (const match of part.matchAll(places.any)) {
      const given = call.args[next++] ?? unknown
      texts.push([part.slice(from, match.index)], places.raw.test(match[0]) ? given.text : unknownNumber.text)
      from = match.index + match[0].length
    }
    texts.push([part.slice(from)])
    return concatText(...texts)
  }
  const text = concatText(...template.text.map(fill))
  return next === 1 ? call : { ...call, args: [textValue(text), ...call.args.slice(1)] }
}
