import { type Front, openFront } from './front/front.ts'
import { errorAnswer, type Route, type RouteAnswer } from './standalone.ts'

/** Serves routes over HTTP, for a guard that runs by itself. @throws SW_FRAUD_LISTEN */
export function serveRoutes(
  routes: readonly Route[],
  at: { host: string; port: number; token: string | undefined },
): Promise<Front> {
  const byPath = new Map(routes.map((route) => [`${route.method} ${route.path}`, route]))
  return openFront({ ...at, paths: new Set(byPath.keys()) }, (path, body, answered) => {
    const send = (answer: RouteAnswer) =>
      answered(answer.status, answer.json ?? (answer.body === undefined ? '' : JSON.stringify(answer.body)))
    const route = byPath.get(path) as Route
    const request = { body, by: 'api' }
    try {
      if (route.tell !== undefined) return route.tell(request, send)
    } catch (error) {
      return send(errorAnswer(error))
    }
    const handled = async () => route.handle(request)
    handled().then(send, (error: unknown) => send(errorAnswer(error)))
  })
}
