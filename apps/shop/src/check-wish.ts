import type { Checked } from '#contracts';
import { Problem } from '#service';
import { refusalOf, type Giveaway, type GifticonWish } from './giveaway.js';

/** The request, if it may be accepted; both designs refuse the same ones. @throws Problem naming the field */
export function checkWish(
  checked: Checked<GifticonWish>,
  giveaways: { get(sku: string): Giveaway | undefined },
): GifticonWish {
  if (!checked.ok) {
    const [first] = checked.errors;
    throw new Problem(400, `The body is not valid: ${first?.pointer || 'it'} ${first?.detail ?? ''}`, checked.errors);
  }
  const wish = checked.value;
  const refusal = refusalOf(wish, giveaways.get(wish.sku));
  switch (refusal) {
    case undefined:
      return wish;
    case 'unknown-product':
      throw new Problem(
        422,
        'Nothing is given away under this sku.',
        [{ pointer: '/sku', detail: 'is not given away' }],
        {
          reason: refusal,
        },
      );
    case 'unknown-member':
      throw new Problem(
        422,
        'This member is not invited to the give-away.',
        [{ pointer: '/memberId', detail: 'is not an invited member' }],
        { reason: refusal },
      );
  }
}
