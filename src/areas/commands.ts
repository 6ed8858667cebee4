import type { Area, AreaCommand } from '../core/area.ts'
import type { AreaName } from '../core/areas.ts'

/** The door of each area on the command line, loaded only when used: one command does not pay for thirteen. */
export const commands: Readonly<Record<AreaName, () => Promise<AreaCommand>>> = {
  payment: async () => (await import('./payment/command.ts')).command,
  resilience: async () => (await import('./resilience/command.ts')).command,
  pentest: async () => (await import('./pentest/command.ts')).command,
  code: async () => (await import('./code/command.ts')).command,
  platform: async () => (await import('./platform/command.ts')).command,
  patches: async () => (await import('./patches/command.ts')).command,
  fraud: async () => (await import('./fraud/command.ts')).command,
  disputes: async () => (await import('./disputes/command.ts')).command,
  screening: async () => (await import('./screening/command.ts')).command,
  malware: async () => (await import('./malware/command.ts')).command,
  passwords: async () => (await import('./passwords/command.ts')).command,
  leaks: async () => (await import('./leaks/command.ts')).command,
  notices: async () => (await import('./notices/command.ts')).command,
}

/** An area by itself, for a job that needs no other. */
export const areaOf: Readonly<Record<AreaName, () => Promise<Area>>> = {
  payment: async () => (await import('./payment/index.ts')).payment,
  resilience: async () => (await import('./resilience/index.ts')).resilience,
  pentest: async () => (await import('./pentest/index.ts')).pentest,
  code: async () => (await import('./code/index.ts')).code,
  platform: async () => (await import('./platform/index.ts')).platform,
  patches: async () => (await import('./patches/index.ts')).patches,
  fraud: async () => (await import('./fraud/index.ts')).fraud,
  disputes: async () => (await import('./disputes/index.ts')).disputes,
  screening: async () => (await import('./screening/index.ts')).screening,
  malware: async () => (await import('./malware/index.ts')).malware,
  passwords: async () => (await import('./passwords/index.ts')).passwords,
  leaks: async () => (await import('./leaks/index.ts')).leaks,
  notices: async () => (await import('./notices/index.ts')).notices,
}
