/** Door of requests: asking members and clients, and being asked (`docs/protocol/requests.md`). */
export { defaultRequestsConfig, type RequestsConfig } from './config.ts'
export { decideRequests } from './decide.ts'
export { initialRequests, recastRequests, type RequestsLocal } from './local.ts'
