/** One point per hundred won, rounded down. */
export const pointsFor = (totalWon: number): number => Math.floor(totalWon / 100);
