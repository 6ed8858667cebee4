import { debianTracker } from './debian-tracker.ts'
import { endOfLife, supportedProducts } from './endoflife.ts'
import { epss } from './epss.ts'
import type { Feed } from './feed.ts'
import { friendsOfPhp } from './friendsofphp.ts'
import { friendsOfPresta } from './friends-of-presta.ts'
import { kev } from './kev.ts'
import { osvNpm, osvPackagist } from './osv.ts'
import { roave } from './roave.ts'
import { ubuntuNotices } from './ubuntu-notices.ts'
import { wordfence } from './wordfence.ts'

/** Everything that `shopwarden knowledge update` refreshes. */
export const feeds: readonly Feed[] = [
  friendsOfPhp,
  friendsOfPresta,
  roave,
  osvPackagist,
  osvNpm,
  wordfence,
  kev,
  epss,
  debianTracker,
  ubuntuNotices,
  ...supportedProducts.map(endOfLife),
]
