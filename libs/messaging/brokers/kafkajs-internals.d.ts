/**
 * The parts of kafkajs below its public face that brokers/ uses. The package is frozen at 2.2.4 (and pinned), so they
 * cannot move. Why they are needed stands where they are used: kafka-producer.ts and kafka-fetch.ts.
 */
declare module 'kafkajs/src/cluster/index.js' {
  import type { ISocketFactory, Logger, Message, PartitionMetadata, RetryOptions } from 'kafkajs';

  export interface GroupDescription {
    errorCode: number;
    groupId: string;
    state: string;
    protocolType: string;
    members: { memberId: string; clientId: string; clientHost: string; memberAssignment: Buffer }[];
  }

  export interface BrokerConnection {
    nodeId: number;
    metadata(topics: string[]): Promise<{
      brokers: { nodeId: number; host: string; port: number }[];
      controllerId: number;
      topicMetadata: { topic: string; partitionMetadata: PartitionMetadata[] }[];
    }>;
    initProducerId(request: { transactionTimeout: number }): Promise<{ producerId: string; producerEpoch: number }>;
    produce(request: {
      acks: number;
      timeout: number;
      producerId: string;
      producerEpoch: number;
      topicData: { topic: string; partitions: { partition: number; firstSequence: number; messages: Message[] }[] }[];
    }): Promise<unknown>;
    fetch(request: {
      maxWaitTime: number;
      minBytes: number;
      maxBytes: number;
      isolationLevel: number;
      topics: { topic: string; partitions: { partition: number; fetchOffset: string; maxBytes: number }[] }[];
    }): Promise<{
      responses: {
        topicName: string;
        partitions: {
          partition: number;
          highWatermark: string;
          messages: {
            offset: string;
            timestamp: string;
            key: Buffer | null;
            value: Buffer | null;
            headers?: Record<string, Buffer | string | (Buffer | string)[] | undefined>;
          }[];
        }[];
      }[];
    }>;
    offsetCommit(request: {
      groupId: string;
      groupGenerationId: number;
      memberId: string;
      topics: { topic: string; partitions: { partition: number; offset: string }[] }[];
    }): Promise<unknown>;
    /** No topics: every topic the group ever committed. */
    offsetFetch(request: {
      groupId: string;
      topics: { topic: string; partitions: { partition: number }[] }[];
    }): Promise<{ responses: { topic: string; partitions: { partition: number; offset: string }[] }[] }>;
    listGroups(): Promise<{ groups: { groupId: string; protocolType: string }[] }>;
    describeGroups(request: { groupIds: string[] }): Promise<{ groups: GroupDescription[] }>;
  }

  export default class Cluster {
    constructor(options: {
      logger: Logger;
      brokers: string[];
      clientId: string;
      connectionTimeout: number;
      requestTimeout: number;
      enforceRequestTimeout: boolean;
      metadataMaxAge: number;
      maxInFlightRequests: number | null;
      allowAutoTopicCreation: boolean;
      isolationLevel: number;
      retry: RetryOptions;
      socketFactory: ISocketFactory;
    });
    isConnected(): boolean;
    connect(): Promise<void>;
    disconnect(): Promise<void>;
    removeBroker(address: { host: string; port: number }): void;
    refreshMetadata(): Promise<void>;
    addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
    getNodeIds(): string[];
    findBroker(node: { nodeId: string | number }): Promise<BrokerConnection>;
    findGroupCoordinator(group: { groupId: string }): Promise<BrokerConnection>;
    findTopicPartitionMetadata(topic: string): PartitionMetadata[];
    fetchTopicsOffset(
      topics: { topic: string; partitions: { partition: number }[]; fromBeginning: boolean }[],
    ): Promise<{ topic: string; partitions: { partition: number; offset: string }[] }[]>;
  }
}

declare module 'kafkajs/src/loggers/index.js' {
  import type { Logger, logCreator } from 'kafkajs';
  const loggers: { createLogger(options: { level: number; logCreator: logCreator }): Logger };
  export default loggers;
}
