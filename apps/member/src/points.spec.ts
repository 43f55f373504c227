import { pointsFor } from './points.js';

describe('given the rule of one point for every hundred won', () => {
  test.each([
    [0, 0],
    [99, 0],
    [100, 1],
    [9_050, 90],
  ])('when an order of %i won is placed, then it earns %i points', (totalWon, points) => {
    expect(pointsFor(totalWon)).toBe(points);
  });
});
