/** Timeouts for clients. Without them, a client that sends half a request would keep its connection indefinitely. */
export interface Patience {
  /** Milliseconds from the first byte of a request to its last. */
  readonly requestTimeout: number;
  /** Milliseconds without any traffic on a connection while a request is in progress. */
  readonly connectionTimeout: number;
}

export const ordinaryPatience: Patience = { requestTimeout: 30_000, connectionTimeout: 150_000 };
