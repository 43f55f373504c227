import { NotPossible, oneOf, whyDown, type ActiveFault, type Driver, type PartKind } from '#runtime';
import { faultNamed } from './catalog.js';
import type { Fault } from './fault.js';
import { linksOf } from './network/links.js';

/** @throws NotPossible in containers, whose network is out of reach */
export function mustBeNative({ name }: Fault, { runtime }: Driver): void {
  if (runtime === 'native') return;
  throw new NotPossible(
    `'${name}' is not possible with containers: use pause or kill, or the native stack (\`npm start\`).`,
  );
}

interface Place {
  driver: Driver;
  active: readonly ActiveFault[];
  to: string | undefined;
}

/**
 * @throws NotPossible for a part that does not exist or is down, that this fault does not apply to, or where an active
 * fault stands in the way
 */
export async function mustFit(fault: Fault, part: string, { driver, active, to }: Place): Promise<void> {
  const parts = await driver.parts();
  const valid = oneOf(
    'part',
    part,
    parts.map(({ name }) => name),
  );
  const state = parts.find(({ name }) => name === valid) as (typeof parts)[number];
  const { kind } = state;
  if (fault.kinds && !fault.kinds.includes(kind)) {
    throw new NotPossible(
      `'${fault.name}' applies to a ${fault.kinds.join(' or a ')}, and ${part} is a ${kind}: use kill, stop, pause or restart on it.`,
    );
  }
  if (fault.parts && !fault.parts.includes(part)) {
    throw new NotPossible(`'${fault.name}' does not apply to ${part}, only to ${fault.parts.join(', ')}.`);
  }
  if (fault.onLinks) linksOf(parts, part, to);
  else if (to !== undefined) throw new NotPossible(`'${fault.name}' is done to one part: leave out '${to}'.`);
  if (fault.onLinks) mustBeNative(fault, driver);
  const needed = parts.filter((one) => one.name === part || one.kind === fault.needs);
  const missing = needed.find((one) => one.health === 'down' || one.health === 'paused');
  if (missing) throw new NotPossible(whyDown(missing));
  const inTheWay = active.find((one) => standsInTheWay(faultNamed(one.fault), one.part === part, fault, kind));
  if (inTheWay) {
    throw new NotPossible(
      `'${fault.name} ${part}' is not possible while '${inTheWay.fault} ${inTheWay.part}' is active, because one of them could then not be undone: \`npm run stage -- fault clear\` ends it.`,
    );
  }
}

/** Whether the active fault or the next one would take away what is needed to undo the other. */
function standsInTheWay(on: Fault, isSamePart: boolean, next: Fault, kind: PartKind): boolean {
  const breaksIt = next.holds === true && on.needs === kind;
  const closesIt = on.closes !== undefined && on.closes === next.needs;
  const isClosed = next.closes !== undefined && next.closes === on.needs;
  return breaksIt || (isSamePart && (closesIt || isClosed));
}
