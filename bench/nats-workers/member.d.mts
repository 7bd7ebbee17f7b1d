import type { Member } from '@quorate/core'

export function serve(url: string): Promise<Member>

export function connect(url: string): Promise<{
  call(text: string): Promise<unknown>
  close(): Promise<void>
}>
