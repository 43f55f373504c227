/**
 * Typical bugs with a message queue, each as few lines as in real code. A campaign must find every one of them: see
 * scripts/planted-bugs.mjs.
 * @type {readonly { name: string, says: string, file: string, edits: readonly (readonly [from: string, to: string])[]
 * }[]}
 */
export const bugs = [
  {
    name: 'commit-before-work',
    says: 'the offset is committed before the message is handled',
    file: 'libs/messaging/consume/consumer.ts',
    edits: [
      [
        'return async (messages, stopping) => {',
        "const work: ConsumeOptions['onBatch'] = async (messages, stopping) => {",
      ],
      [
        'return doneMessages(messages, deliveries, at);\n  };',
        `return doneMessages(messages, deliveries, at);
  };
  return async (messages, stopping) => {
    void Promise.resolve(work(messages, stopping)).catch(() => {});
    return messages.length;
  };`,
      ],
    ],
  },
  {
    name: 'forgetful-inbox',
    says: 'the inbox treats every event as new',
    file: 'libs/messaging/consume/inbox.ts',
    edits: [
      [
        'ON CONFLICT DO NOTHING RETURNING handler, event_id`',
        'ON CONFLICT (handler, event_id) DO UPDATE SET handled_at = clock_timestamp() RETURNING handler, event_id`',
      ],
    ],
  },
  {
    name: 'mark-before-publish',
    says: 'the relay deletes its rows before the brokers have them',
    file: 'libs/messaging/publish/relay.ts',
    edits: [
      [
        'const answers = await topics.publish(',
        'await removeRows(transaction, rows.map(({ id }) => id));\n    const answers: Published[] = [];\n    void topics.publish(',
      ],
    ],
  },
  {
    name: 'acks-1',
    says: 'the producer waits only for the leader',
    file: 'libs/messaging/brokers/kafka/producer.ts',
    edits: [['acks: -1,', 'acks: 1,']],
  },
];
