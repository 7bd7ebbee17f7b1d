/** The demo in one process, in virtual time. */
export { MemoryStage } from './memory-stage.ts'
export { playInMemory } from './memory-story.ts'
