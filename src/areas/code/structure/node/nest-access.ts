import type { Project, SourceFile } from '../../../../analysis/project.ts'
import type { StructureCheck } from '../check.ts'
import { addressOfStaff, programOfStaff } from '../handlers.ts'
import { decidesByIdentity } from '../identity.ts'
import { knowsNestGuards, knowsRoles, type NestDoor, nestDoors } from './nest-doors.ts'
import { asks, asksOwner, forAnybody, ofShop, ofVisitor } from './words.ts'
import { works } from './work.ts'
import { bodiesOf, reachOf } from '../reach.ts'
import { numberedRecord } from '../records/record-kinds.ts'
import { sentByVisitor } from '../visitor-sent.ts'

/** Another method of the controller that changes the same asks for a role, and this one for less. */
const isForgotten = (door: NestDoor, all: readonly NestDoor[]): boolean =>
  door.writes &&
  !forAnybody.test(door.path) &&
  (door.guard === 'none' || ofShop.test(door.path)) &&
  all.some((other) => other.cls === door.cls && other !== door && other.writes && other.guard === 'staff')

/** Others of the controller that change something ask for a sign-in, and this one throws away a record and asks for nothing. */
const isUnguardedDeletion = (door: NestDoor, all: readonly NestDoor[]): boolean =>
  door.verb === 'Delete' &&
  door.guard === 'none' &&
  /:\w/.test(door.path) &&
  !ofVisitor.test(door.path) &&
  all.some((other) => other.cls === door.cls && other !== door && other.writes && other.guard !== 'none')

/** Work of the staff that anybody, or any customer, can call. */
function isOpen(project: Project, door: NestDoor, all: readonly NestDoor[]): boolean {
  if (door.guard === 'staff') return false
  if (addressOfStaff.test(door.path) && !forAnybody.test(door.path.replace(addressOfStaff, '/')))
    return door.writes
      ? door.guard === 'none' || knowsRoles(project)
      : door.guard === 'none' && knowsNestGuards(project)
  if (door.writes && door.guard === 'none' && ofShop.test(door.path) && knowsNestGuards(project)) return true
  return isForgotten(door, all) || isUnguardedDeletion(door, all)
}

/** Nest: work of the staff that no guard, or the customers' one, stands before (CWE-862), records by their number alone (CWE-639). */
export const nestAccess: StructureCheck = (project: Project, file: SourceFile, report) => {
  const all = nestDoors(project, file)
  for (const door of all) {
    const reached = reachOf(project, { fn: door.fn, file: file.id, cls: door.cls })
    const text = bodiesOf(project, reached)
    if (isOpen(project, door, all)) {
      if (works(reached, door.writes, text) && !asks.test(text) && !decidesByIdentity(project, reached))
        report('missing-authorisation', door.fn.at)
      continue
    }
    if (door.guard === 'staff' || addressOfStaff.test(door.path) || !knowsNestGuards(project)) continue
    if (programOfStaff.test(`${file.path} ${door.cls.name}`)) continue
    if (/token|hash|uuid|hook|callback|notif/i.test(door.path)) continue
    if (!reached.some((from) => numberedRecord(project, from, sentByVisitor(from)) !== undefined)) continue
    if (!asksOwner.test(text) && !decidesByIdentity(project, reached)) report('missing-authorisation', door.fn.at)
  }
}
