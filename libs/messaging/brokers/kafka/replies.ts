/**
 * Every error code that brokers reply with, and what we make of it. kafkajs gives up on half of them, temporary or not.
 *
 * For a publisher:
 * - `stored`: the broker already has the batch.
 * - `never`: no broker will accept this message; the message itself is at fault.
 * - `not now`: the message is fine. The same batch is sent again: to another leader, or once the cluster, its
 *   permissions, its topics or a clock are fixed.
 * - `new numbers`: the broker lost this producer's state. The messages are sent again under a new identity.
 * - `doubtful`: an unexpected reply. Each message is retried alone, a few times; then it counts as `never`.
 *
 * For a group member: `again` is temporary and gone at the latest after a rejoin. `somebody` means that an operator has
 * to fix something first (permissions, other members of the group, versions); until then the member logs it and keeps
 * trying.
 */
export type ToPublisher = 'stored' | 'never' | 'not now' | 'new numbers' | 'doubtful';
export type ToMember = 'again' | 'somebody';

const replies: Readonly<Record<string, readonly [ToPublisher, ToMember]>> = {
  UNKNOWN: ['doubtful', 'again'],
  OFFSET_OUT_OF_RANGE: ['doubtful', 'again'],
  CORRUPT_MESSAGE: ['doubtful', 'again'],
  UNKNOWN_TOPIC_OR_PARTITION: ['not now', 'again'],
  INVALID_FETCH_SIZE: ['doubtful', 'somebody'],
  LEADER_NOT_AVAILABLE: ['not now', 'again'],
  NOT_LEADER_FOR_PARTITION: ['not now', 'again'],
  REQUEST_TIMED_OUT: ['not now', 'again'],
  BROKER_NOT_AVAILABLE: ['not now', 'again'],
  REPLICA_NOT_AVAILABLE: ['not now', 'again'],
  MESSAGE_TOO_LARGE: ['never', 'again'],
  STALE_CONTROLLER_EPOCH: ['not now', 'again'],
  OFFSET_METADATA_TOO_LARGE: ['doubtful', 'somebody'],
  NETWORK_EXCEPTION: ['not now', 'again'],
  GROUP_LOAD_IN_PROGRESS: ['not now', 'again'],
  GROUP_COORDINATOR_NOT_AVAILABLE: ['not now', 'again'],
  NOT_COORDINATOR_FOR_GROUP: ['not now', 'again'],
  INVALID_TOPIC_EXCEPTION: ['never', 'somebody'],
  RECORD_LIST_TOO_LARGE: ['never', 'again'],
  NOT_ENOUGH_REPLICAS: ['not now', 'again'],
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: ['not now', 'again'],
  INVALID_REQUIRED_ACKS: ['doubtful', 'again'],
  ILLEGAL_GENERATION: ['doubtful', 'again'],
  INCONSISTENT_GROUP_PROTOCOL: ['doubtful', 'somebody'],
  INVALID_GROUP_ID: ['doubtful', 'somebody'],
  UNKNOWN_MEMBER_ID: ['doubtful', 'again'],
  INVALID_SESSION_TIMEOUT: ['doubtful', 'somebody'],
  REBALANCE_IN_PROGRESS: ['doubtful', 'again'],
  INVALID_COMMIT_OFFSET_SIZE: ['doubtful', 'somebody'],
  TOPIC_AUTHORIZATION_FAILED: ['not now', 'somebody'],
  GROUP_AUTHORIZATION_FAILED: ['not now', 'somebody'],
  CLUSTER_AUTHORIZATION_FAILED: ['not now', 'somebody'],
  INVALID_TIMESTAMP: ['not now', 'again'],
  UNSUPPORTED_SASL_MECHANISM: ['not now', 'somebody'],
  ILLEGAL_SASL_STATE: ['not now', 'somebody'],
  UNSUPPORTED_VERSION: ['not now', 'somebody'],
  TOPIC_ALREADY_EXISTS: ['doubtful', 'again'],
  INVALID_PARTITIONS: ['doubtful', 'again'],
  INVALID_REPLICATION_FACTOR: ['doubtful', 'again'],
  INVALID_REPLICA_ASSIGNMENT: ['doubtful', 'again'],
  INVALID_CONFIG: ['doubtful', 'again'],
  NOT_CONTROLLER: ['not now', 'again'],
  INVALID_REQUEST: ['doubtful', 'somebody'],
  UNSUPPORTED_FOR_MESSAGE_FORMAT: ['doubtful', 'somebody'],
  POLICY_VIOLATION: ['doubtful', 'somebody'],
  OUT_OF_ORDER_SEQUENCE_NUMBER: ['new numbers', 'again'],
  DUPLICATE_SEQUENCE_NUMBER: ['stored', 'again'],
  INVALID_PRODUCER_EPOCH: ['new numbers', 'again'],
  INVALID_TXN_STATE: ['new numbers', 'again'],
  INVALID_PRODUCER_ID_MAPPING: ['new numbers', 'again'],
  INVALID_TRANSACTION_TIMEOUT: ['doubtful', 'again'],
  CONCURRENT_TRANSACTIONS: ['not now', 'again'],
  TRANSACTION_COORDINATOR_FENCED: ['new numbers', 'again'],
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: ['not now', 'somebody'],
  SECURITY_DISABLED: ['not now', 'somebody'],
  OPERATION_NOT_ATTEMPTED: ['not now', 'again'],
  KAFKA_STORAGE_ERROR: ['not now', 'again'],
  LOG_DIR_NOT_FOUND: ['not now', 'again'],
  SASL_AUTHENTICATION_FAILED: ['not now', 'somebody'],
  UNKNOWN_PRODUCER_ID: ['new numbers', 'again'],
  REASSIGNMENT_IN_PROGRESS: ['not now', 'again'],
  DELEGATION_TOKEN_AUTH_DISABLED: ['not now', 'somebody'],
  DELEGATION_TOKEN_NOT_FOUND: ['not now', 'somebody'],
  DELEGATION_TOKEN_OWNER_MISMATCH: ['not now', 'somebody'],
  DELEGATION_TOKEN_REQUEST_NOT_ALLOWED: ['not now', 'somebody'],
  DELEGATION_TOKEN_AUTHORIZATION_FAILED: ['not now', 'somebody'],
  DELEGATION_TOKEN_EXPIRED: ['not now', 'somebody'],
  INVALID_PRINCIPAL_TYPE: ['not now', 'somebody'],
  NON_EMPTY_GROUP: ['doubtful', 'again'],
  GROUP_ID_NOT_FOUND: ['doubtful', 'again'],
  FETCH_SESSION_ID_NOT_FOUND: ['not now', 'again'],
  INVALID_FETCH_SESSION_EPOCH: ['not now', 'again'],
  LISTENER_NOT_FOUND: ['not now', 'again'],
  TOPIC_DELETION_DISABLED: ['doubtful', 'again'],
  FENCED_LEADER_EPOCH: ['not now', 'again'],
  UNKNOWN_LEADER_EPOCH: ['not now', 'again'],
  UNSUPPORTED_COMPRESSION_TYPE: ['doubtful', 'somebody'],
  STALE_BROKER_EPOCH: ['not now', 'again'],
  OFFSET_NOT_AVAILABLE: ['not now', 'again'],
  MEMBER_ID_REQUIRED: ['doubtful', 'again'],
  PREFERRED_LEADER_NOT_AVAILABLE: ['not now', 'again'],
  GROUP_MAX_SIZE_REACHED: ['doubtful', 'somebody'],
  FENCED_INSTANCE_ID: ['doubtful', 'somebody'],
  ELIGIBLE_LEADERS_NOT_AVAILABLE: ['not now', 'again'],
  ELECTION_NOT_NEEDED: ['not now', 'again'],
  NO_REASSIGNMENT_IN_PROGRESS: ['doubtful', 'again'],
  GROUP_SUBSCRIBED_TO_TOPIC: ['doubtful', 'again'],
  INVALID_RECORD: ['never', 'again'],
  UNSTABLE_OFFSET_COMMIT: ['not now', 'again'],
  KAFKAJS_UNKNOWN_ERROR_CODE: ['doubtful', 'again'],
};

export const repliesKnown: readonly string[] = Object.keys(replies);

/** @param error from kafkajs. Errors without a reply (a broken connection, a timeout) are temporary. */
export const toPublisher = (error: unknown): ToPublisher => replies[typeOf(error)]?.[0] ?? 'not now';

export const toMember = (error: unknown): ToMember => replies[typeOf(error)]?.[1] ?? 'again';

/** The broker failed on the request, without giving a reason. */
export const isFailureOfBroker = (error: unknown): boolean => typeOf(error) === 'UNKNOWN';

/** kafkajs wraps errors in others, with the first one as cause or original. */
function typeOf(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; depth++) {
    const { type, cause, originalError } = at as { type?: string; cause?: unknown; originalError?: unknown };
    if (type !== undefined) return type;
    at = cause ?? originalError;
  }
  return '';
}
