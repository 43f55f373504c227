/**
 * Leaves out of a list what its failing does not need, by delta debugging (Zeller, Hildebrandt 2002): ever smaller pieces are left
 * out, and each time what is left still fails, it is what is made smaller next.
 * @param fails tries once what is left; may be slow, and is asked about each list once
 * @returns a list that fails, from which no single element can be left out
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
