/**
 * Port: logging. Shaped so that pino fits as it is. Silent unless given; the library itself never
 * writes to the console.
 */

export interface Logger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
