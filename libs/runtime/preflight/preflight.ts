import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { freemem } from 'node:os';
import { dirname } from 'node:path';
import { existsSync } from 'node:fs';
import { preflightCompose } from '../drivers/compose/preflight.js';
import { missingTools } from '../install/install.js';
import { installedJava, missingRequirements, requirementSentence } from '../install/requirements.mjs';
import { partsAt, type PlacedPart } from '../stack.js';
import type { Settings } from '../settings.js';
import type { Finding } from './finding.js';
import { holderOf, isFree } from './ports.js';

const mebibyte = 1_024 ** 2;
/** The stack takes about 2.2 GB; the rest is for the page cache that Kafka relies on. */
const memoryNeededMiB = 2_500;
const diskNeededMiB = 2_000;

/** Checks every prerequisite of a start; changes nothing, and reports problems without throwing. */
export async function preflight(settings: Settings): Promise<Finding[]> {
  if (settings.runtime === 'compose') return [nodeVersion(), ...(await preflightCompose(settings))];
  return [
    nodeVersion(),
    java(),
    tools(settings),
    ...requirements(settings),
    memory(),
    await disk(settings),
    ...(await Promise.all(partsAt(settings.portBase).flatMap((part) => portFindings(part, settings.portBase)))),
  ];
}

function nodeVersion(): Finding {
  const found = process.versions.node;
  const enough = Number(found.split('.')[0]) >= 24;
  return {
    about: 'Node.js',
    found,
    ...(!enough && {
      problem: `This is running on Node ${found} instead of the project's own Node 24: start it with npm.`,
    }),
  };
}

function java(): Finding {
  const major = installedJava();
  return { about: 'Java', found: major === undefined ? 'none on the PATH' : String(major) };
}

function tools(settings: Settings): Finding {
  const missing = missingTools(settings);
  return {
    about: 'tools',
    found: missing.length === 0 ? 'Kafka, Zipkin, Prometheus' : `to be downloaded: ${missing.join(', ')}`,
    ...(missing.length > 0 && { problem: '`npm start` downloads them once.', minor: true }),
  };
}

/** What the system's package manager must install, each with its command. Everything else works without the optional ones. */
const requirements = ({ toolsFolder }: Settings): Finding[] =>
  missingRequirements(toolsFolder).map((missing) => ({
    about: missing.what,
    found: 'missing',
    problem: requirementSentence(missing),
    minor: missing.optional,
  }));

/** Memory available without swapping, in MiB, including reclaimable page cache. */
function availableMiB(): number {
  try {
    const line = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'));
    if (line) return Number(line[1]) / 1_024;
  } catch {
    // Not Linux.
  }
  // On other systems "free" does not include reclaimable memory, so it must not prevent a start.
  return process.platform === 'linux' ? freemem() / mebibyte : Math.max(freemem() / mebibyte, memoryNeededMiB);
}

function memory(): Finding {
  const available = Math.round(availableMiB());
  return {
    about: 'memory',
    found: `${available} MiB available`,
    ...(available < memoryNeededMiB && {
      problem: `The stack needs ${memoryNeededMiB} MiB of memory, but only ${available} MiB are available: close other programs.`,
    }),
  };
}

async function disk(settings: Settings): Promise<Finding> {
  let folder = settings.stateFolder;
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = await statfs(folder);
  const free = Math.floor((bavail * bsize) / mebibyte);
  return {
    about: 'disk',
    found: `${free} MiB free`,
    ...(free < diskNeededMiB && {
      problem: `The stack needs ${diskNeededMiB} MiB of disk space, but only ${free} MiB are free in ${folder}: free some space.`,
    }),
  };
}

function portFindings(part: PlacedPart, base: number): Promise<Finding>[] {
  const otherBase = base + (base < 60_000 ? 1_000 : -1_000);
  return Object.values(part.ports).map(async (port): Promise<Finding> => {
    const about = `port ${port} (${part.name})`;
    if (await isFree(port)) return { about, found: 'free' };
    const holder = await holderOf(port);
    const by = holder ? `${holder.name} (pid ${holder.pid})` : "another user's process";
    return {
      about,
      found: `in use by ${by}`,
      port: { part: part.name, holderPid: holder?.pid, otherBase },
      problem: `Port ${port}, needed by ${part.name}, is in use by ${by}: stop it, or move the stack with EVENTSTAGE_PORT_BASE=${otherBase}.`,
    };
  });
}
