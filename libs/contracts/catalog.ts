import type { EventContract } from './event.js';
import { couponRedeemed, couponRefused } from './events/coupon.js';
import {
  gifticonIssued,
  gifticonRefused,
  gifticonRequested,
  gifticonSoldOut,
  giveawayOpened,
  giveawayStocked,
} from './events/gifticon.js';
import { memberPointsEarned, memberRegistered } from './events/member.js';
import { orderPlaced } from './events/order.js';
import { reviewInvited } from './events/review.js';
import { videoFailed, videoProgressed, videoTranscoded, videoUploaded } from './events/video.js';

/** Every event there is. A new event is one entry here and one example in examples/. */
export const catalog: readonly EventContract[] = [
  memberRegistered,
  orderPlaced,
  memberPointsEarned,
  couponRedeemed,
  couponRefused,
  reviewInvited,
  giveawayOpened,
  giveawayStocked,
  gifticonRequested,
  gifticonIssued,
  gifticonSoldOut,
  gifticonRefused,
  videoUploaded,
  videoProgressed,
  videoTranscoded,
  videoFailed,
];
