/** What the native stack is made of besides npm packages. A new version is a change here and nowhere else. */
export const versions = {
  kafka: '4.2.1',
  /** Must fit the slf4j-api that Kafka brings. */
  slf4j: '1.7.36',
  zipkin: '3.6.1',
  /** The oldest that will do; any newer one on the PATH is taken. */
  java: 17,
  prometheus: '2.42',
} as const;
