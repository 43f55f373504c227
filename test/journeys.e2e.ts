import { anyInput } from './journeys/any-input.js';
import { badInput } from './journeys/bad-input.js';
import { comebacks } from './journeys/comebacks.js';
import { boardsAfterOutage, boardsAtRest } from './journeys/boards.js';
import { crashes } from './journeys/crashes.js';
import { deadLetters } from './journeys/dead-letters.js';
import { faultsUndone } from './journeys/faults.js';
import { outages } from './journeys/outages.js';
import { oneOrder } from './journeys/one-order.js';
import { reviewOutage } from './journeys/review-outage.js';
import { strangers } from './journeys/strangers.js';
import { JourneyStage } from './journeys/stage.js';

/** Journeys over the whole running stack. It takes most of a minute to start, so all of them share one. */
let stage: JourneyStage | undefined;
const on = (): JourneyStage => {
  if (!stage) throw new Error('the stack was not started');
  return stage;
};

beforeAll(async () => {
  stage = await JourneyStage.open();
});
afterEach(() => stage?.mended());
afterAll(() => stage?.close());

boardsAtRest(on);
oneOrder(on);
badInput(on);
strangers(on);
reviewOutage(on);
boardsAfterOutage(on);
crashes(on);
deadLetters(on);
comebacks(on);
outages(on);
faultsUndone(on);
// A few of each; npm run fuzz generates thousands.
anyInput(on);

describe('the ledger after all journeys', () => {
  it('has no lost and no doubled orders', async () => {
    const { account } = await on().settled();
    expect(account).toMatchObject({ lost: 0, doubled: 0, lostOrders: [], doubledOrders: [] });
    const { code, answer } = await on().stage('ledger');
    expect(code).toBe(0);
    expect(answer).toMatchObject({ lost: 0, doubled: 0 });
  });
});
