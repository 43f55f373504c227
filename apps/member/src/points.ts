/** One point for every hundred won, rounded down. */
export const pointsFor = (totalWon: number): number => Math.floor(totalWon / 100);
