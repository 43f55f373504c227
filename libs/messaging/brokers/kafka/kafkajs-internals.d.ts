/**
 * The internals of kafkajs that this folder uses. The package is frozen at 2.2.4 (and pinned), so they cannot move. See
 * producer.ts and answers.ts for why they are needed.
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

  /** A request in the newest version that both sides speak, and its response decoder. */
  interface ProtocolRequest {
    request: object;
    response: { decode: (payload: Buffer) => Promise<unknown>; parse: (answer: unknown) => Promise<unknown> };
    requestTimeout?: number;
  }

  export interface BrokerConnection {
    nodeId: number;
    /** Only valid after connecting; every connection handed out by a cluster is connected. */
    lookupRequest(apiKey: number, definition: object): (given: object) => ProtocolRequest;
    connectionPool: { host: string; port: number; send(request: ProtocolRequest): Promise<unknown> };
    disconnect(): Promise<void>;
    metadata(topics: string[]): Promise<{
      brokers: { nodeId: number; host: string; port: number }[];
      controllerId: number;
      topicMetadata: { topicErrorCode: number; topic: string; partitionMetadata: PartitionMetadata[] }[];
    }>;
    initProducerId(request: { transactionTimeout: number }): Promise<{ producerId: string; producerEpoch: number }>;
    produce(request: {
      acks: number;
      timeout: number;
      producerId: string;
      producerEpoch: number;
      topicData: { topic: string; partitions: { partition: number; firstSequence: number; messages: Message[] }[] }[];
    }): Promise<unknown>;
    offsetCommit(request: {
      groupId: string;
      groupGenerationId: number;
      memberId: string;
      topics: { topic: string; partitions: { partition: number; offset: string }[] }[];
    }): Promise<unknown>;
    listGroups(): Promise<{ groups: { groupId: string; protocolType: string }[] }>;
    describeGroups(request: { groupIds: string[] }): Promise<{ groups: GroupDescription[] }>;
    leaveGroup(request: { groupId: string; memberId: string }): Promise<unknown>;
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
    targetTopics: Set<string>;
    /** By node id: the brokers in the metadata, connected or not. */
    brokerPool: {
      brokers: Record<string, BrokerConnection>;
    };
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

declare module 'kafkajs/src/protocol/requests/index.js' {
  const protocol: { requests: Record<'Fetch' | 'ListOffsets' | 'Metadata' | 'OffsetFetch', object> };
  export default protocol;
}

declare module 'kafkajs/src/protocol/requests/apiKeys.js' {
  const apiKeys: Record<'Fetch' | 'ListOffsets' | 'Metadata' | 'OffsetFetch', number>;
  export default apiKeys;
}

declare module 'kafkajs/src/protocol/error.js' {
  export function createErrorFromCode(code: number): Error;
}

declare module 'kafkajs/src/protocol/decoder.js' {
  export default class Decoder {
    constructor(buffer: Buffer);
    readInt16(): number;
    readInt32(): number;
    readInt64(): bigint;
    readString(): string;
    readBytes(length: number): Buffer;
    readArray<T>(read: (decoder: Decoder) => T): T[];
  }
}

declare module 'kafkajs/src/protocol/recordBatch/v0/decoder.js' {
  import type Decoder from 'kafkajs/src/protocol/decoder.js';
  import type { KafkaMessage } from 'kafkajs';
  export default function decodeBatch(decoder: Decoder): Promise<{ records: KafkaMessage[] }>;
}
