/** How long a listener waits for a caller. Without a limit, one that says half a sentence would keep its connection for good. */
export interface Patience {
  /** Milliseconds from the first byte of a request to its last. */
  readonly requestTimeout: number;
  /** Milliseconds in which nothing passes a connection, in either direction, while a request is being worked on. */
  readonly connectionTimeout: number;
}

export const ordinaryPatience: Patience = { requestTimeout: 30_000, connectionTimeout: 150_000 };
