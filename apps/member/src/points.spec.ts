import { pointsFor } from './points.js';

test.each([
  [0, 0],
  [99, 0],
  [100, 1],
  [9_050, 90],
])('an order of %i won earns %i points', (totalWon, points) => {
  expect(pointsFor(totalWon)).toBe(points);
});
