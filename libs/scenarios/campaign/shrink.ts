/**
 * Minimises a failing list by delta debugging (Zeller, Hildebrandt 2002): leaves out ever smaller pieces, and continues
 * with the rest whenever that still fails.
 * @param fails tests a list; may be slow, and is called once per list
 * @returns a failing list from which no single element can be left out
 */
export async function shrink<T>(
  failing: readonly T[],
  fails: (fewer: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let kept = failing;
  let pieces = 2;
  while (kept.length > 1) {
    const smaller = await firstThatFails(withoutOnePiece(kept, pieces), fails);
    if (smaller) {
      kept = smaller;
      pieces = Math.max(2, pieces - 1);
    } else if (pieces < kept.length) pieces = Math.min(kept.length, pieces * 2);
    else return kept;
  }
  return kept;
}

function withoutOnePiece<T>(list: readonly T[], pieces: number): T[][] {
  const size = Math.ceil(list.length / pieces);
  const starts = Array.from({ length: Math.ceil(list.length / size) }, (_, piece) => piece * size);
  return starts.map((start) => [...list.slice(0, start), ...list.slice(start + size)]);
}

async function firstThatFails<T>(
  candidates: readonly T[][],
  fails: (fewer: readonly T[]) => Promise<boolean>,
): Promise<T[] | undefined> {
  for (const candidate of candidates) if (await fails(candidate)) return candidate;
  return undefined;
}
