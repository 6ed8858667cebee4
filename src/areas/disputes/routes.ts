import type { AreaRoutes } from '../../core/routes.ts'
import { caseRoutes } from './http/case-routes.ts'
import { hook } from './http/hook.ts'
import { orderRoutes } from './http/order-routes.ts'
import { createRooms } from './http/rooms.ts'
import { watchRoutes } from './http/watch-routes.ts'

/** The area's door on HTTP. */
export function routes(): AreaRoutes {
  const rooms = createRooms()
  return {
    routes: [...orderRoutes(rooms), ...caseRoutes(rooms), ...watchRoutes(rooms)],
    hooks: [hook(rooms)],
    close: rooms.close,
  }
}
