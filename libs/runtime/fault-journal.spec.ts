import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaultJournal } from './fault-journal.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eventstage-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fault = { fault: 'kill', part: 'review', scenario: null, appliedAt: '2026-11-26T00:00:00.000Z' };

describe('the journal of faults', () => {
  it('contains active faults until they are undone, for any process that opens it', () => {
    new FaultJournal(folder).add(fault);
    expect(new FaultJournal(folder).read()).toEqual([fault]);
    new FaultJournal(folder).remove(fault);
    expect(new FaultJournal(folder).read()).toEqual([]);
  });

  it.each(['', '{"faults":[{"fau', 'null', '{}', '{"faults":7}'])('that contains %p is started over', (text) => {
    writeFileSync(join(folder, 'faults.json'), text);
    const journal = new FaultJournal(folder);
    expect(journal.read()).toEqual([]);
    journal.add(fault);
    expect(journal.read()).toEqual([fault]);
  });
});
