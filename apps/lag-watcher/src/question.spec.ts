import { Question } from './question.js';

describe('a query to the brokers', () => {
  it('is answered', async () => {
    const question = new Question(async () => 7);
    expect(await question.put()).toBeUndefined();
    expect(question.known()).toBe(7);
  });

  it('keeps its last answer for 15 seconds while there is no new one, but not longer', async () => {
    let broken = false;
    let nowMs = 0;
    const ask = async () => {
      if (broken) throw new Error('no broker');
      return 7;
    };
    const question = new Question(ask, () => nowMs);
    await question.put();
    broken = true;
    nowMs = 15_000;
    expect(await question.put()).toMatchObject({ message: 'no broker' });
    expect(question.known()).toBe(7);
    nowMs = 15_001;
    expect(question.known()).toBeUndefined();
  });

  it('is not waited for long, nor sent twice concurrently; a late answer counts', async () => {
    const late = Promise.withResolvers<number>();
    let asked = 0;
    const question = new Question(() => {
      asked++;
      return late.promise;
    });
    expect(await question.put()).toMatchObject({ message: 'no answer within 700 ms' });
    expect(question.known()).toBeUndefined();
    late.resolve(8);
    expect(await question.put()).toBeUndefined();
    expect(asked).toBe(1);
    expect(question.known()).toBe(8);
  });
});
