/** The demo over a real nats-server, each member a process of its own. */
export { playOverNats } from './nats-story.ts'
export { ProcessStage } from './process-stage.ts'
