import { hashOf, parseRoute } from './route.js';

describe('the address of the page', () => {
  it('says language, board and choices, and says them back', () => {
    const route = { language: 'ko', board: 'kafka', choices: { group: 'order-view' } } as const;
    expect(hashOf(route)).toBe('#/ko/kafka?group=order-view');
    expect(parseRoute(hashOf(route), ['en'])).toEqual(route);
  });

  it('starts on the stage, in the language of the browser or else in English', () => {
    expect(parseRoute('', ['ko-KR', 'en'])).toEqual({ language: 'ko', board: 'stage', choices: {} });
    expect(parseRoute('#/', ['fr']).language).toBe('en');
    expect(parseRoute('#/xx/orders', ['fr'])).toEqual({ language: 'en', board: 'orders', choices: {} });
  });
});
