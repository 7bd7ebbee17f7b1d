/** Door of leaving: how a member goes so that the others know. */
export {
  abandonLeave,
  beginLeave,
  expireLeave,
  hearLeaveAck,
  hearLeaveNack,
  retryLeave,
  takeBackLeave,
} from './leave.ts'
