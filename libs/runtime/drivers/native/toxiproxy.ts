import { findToxiproxy } from '../../install/requirements.mjs';
import { toxiproxyMissing } from '../../install/toxiproxy.js';
import { NotPossible } from '../../not-possible.js';
import type { Settings } from '../../settings.js';
import { answersHttp } from './launch.js';
import type { OfferedPart } from './supervisor.js';

/** The first is the port of its API; from `links` on it listens for affected connections, one port each. */
const portOffsets = { http: 84, links: 100 };

/**
 * Toxiproxy, which runs only while a network fault is active. On loopback only.
 * @throws NotPossible if it is not installed
 */
export function toxiproxy({ toolsFolder, portBase }: Settings): OfferedPart {
  const program = findToxiproxy(toolsFolder);
  if (!program) throw new NotPossible(toxiproxyMissing());
  const http = portBase + portOffsets.http;
  return {
    part: { name: 'toxiproxy', kind: 'proxy', ports: { http, links: portBase + portOffsets.links } },
    launch: {
      program,
      given: ['-host', '127.0.0.1', '-port', String(http)],
      answers: () => answersHttp(`http://127.0.0.1:${http}/version`),
      startLimitMs: 20_000,
      stopLimitMs: 5_000,
    },
  };
}
