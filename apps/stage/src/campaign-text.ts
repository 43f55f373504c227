import type { CampaignJson } from '#scenarios';

/** The verdict of a campaign for a terminal. */
export function campaignText({
  outcome,
  reasons,
  tookEffect,
  faults,
  checker,
  campaign,
  skipped,
}: CampaignJson): string {
  const { told, unknownStored, completed, deadLettered, publishedAgain, comparedInOrder, examples } = checker;
  return [
    `${outcome.toUpperCase()}${reasons.length > 0 ? `: ${reasons.join('; ')}` : ': nothing lost, duplicated or out of order'}`,
    '',
    `faults     ${faults.length}, of which ${tookEffect} took effect; ${skipped.length} could not be injected or undone on schedule (seed ${campaign.seed})`,
    `clients    told yes ${told.yes}, no ${told.no}, unknown ${told.unknown} (${unknownStored} of the unknown were stored)`,
    `orders     ${completed} completed, ${deadLettered} dead letters`,
    `topics     ${publishedAgain} records published again; ${comparedInOrder} effects compared with the order of their messages`,
    ...Object.entries(examples).flatMap(([kind, found]) =>
      found.map(({ order, what }) => `  ${kind}: ${order} ${what}`),
    ),
  ].join('\n');
}
