import { pino, type Logger } from 'pino'

/**
 * One JSON line an event on standard error. What is logged is chosen where it is logged (method, route, code, job); as a net below,
 * whatever could hold a secret or a person's data is cut out by name.
 */
export function createLog(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          'req',
          'res',
          'headers',
          'body',
          'password',
          'token',
          'email',
          'key',
          'secret',
          'cookie',
          'authorization',
          '*.password',
          '*.token',
        ],
        remove: true,
      },
    },
    pino.destination({ fd: 2, sync: true }),
  )
}
