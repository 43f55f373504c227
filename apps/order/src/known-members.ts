import type { Queries, Transaction } from '#database';

/** About ten megabytes of member ids. */
const remembered = 100_000;

/**
 * The order service's own list of members, built from member.registered: it can refuse unknown members without calling the member
 * service. Members are never removed, so known ones are cached in the process, up to a limit.
 */
export class KnownMembers {
  private readonly seen = new Set<string>();

  constructor(private readonly queries: Queries) {}

  async has(memberId: string): Promise<boolean> {
    if (this.seen.has(memberId)) return true;
    const { rowCount } = await this.queries.query('SELECT 1 FROM known_members WHERE member_id = $1', [memberId]);
    if (this.seen.size >= remembered) this.seen.clear();
    if (rowCount === 1) this.seen.add(memberId);
    return rowCount === 1;
  }
}

export async function rememberMember(transaction: Transaction, memberId: string): Promise<void> {
  await transaction.query(
    'INSERT INTO known_members VALUES ($1) ON CONFLICT DO NOTHING',
    [memberId],
    'remember-member',
  );
}
