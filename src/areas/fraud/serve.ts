import type { Ask } from './front/http.ts'
import { type Front, openFront } from './front/front.ts'
import { errorAnswer, type Route, type RouteAnswer } from './standalone.ts'

/** Routes as what a door asks. */
export function asking(routes: readonly Route[]): Ask {
  return (path, body, answered) => {
    const send = (answer: RouteAnswer) =>
      answered(answer.status, answer.json ?? (answer.body === undefined ? '' : JSON.stringify(answer.body)))
    const route = routes[path] as Route
    const request = { body, by: 'api' }
    try {
      if (route.tell !== undefined) return route.tell(request, send)
    } catch (error) {
      return send(errorAnswer(error))
    }
    const handled = async () => route.handle(request)
    handled().then(send, (error: unknown) => send(errorAnswer(error)))
  }
}

/** Serves routes over HTTP, for a guard that runs by itself. @throws SW_FRAUD_LISTEN */
export const serveRoutes = (
  routes: readonly Route[],
  at: { host: string; port: number; token: string | undefined },
): Promise<Front> => openFront({ ...at, paths: routes.map(({ method, path }) => `${method} ${path}`) }, asking(routes))
