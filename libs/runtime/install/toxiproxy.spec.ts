import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotPossible } from '../not-possible.js';
import { findToxiproxy, versions } from './requirements.mjs';
import { ensureToxiproxy } from './toxiproxy.js';

let folder: string;
let tools: string;
let env: { PATH: string };
const said: string[] = [];
const ensure = () => ensureToxiproxy(tools, (line) => said.push(line), env);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventstage-toxiproxy-'));
  tools = join(folder, 'tools');
  env = { PATH: join(folder, 'bin') };
  said.length = 0;
  await mkdir(env.PATH);
});
afterEach(() => rm(folder, { recursive: true }));

const program = (name: string, body: string) =>
  writeFile(join(env.PATH, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
/** Acts like `go install`: puts the program into GOBIN. */
const workingGo = () => program('go', 'echo "#!/bin/sh" > "$GOBIN/server"; /bin/chmod +x "$GOBIN/server"');

describe('Toxiproxy', () => {
  it('is taken from the PATH if it is there, without a build', async () => {
    await program('toxiproxy-server', 'exit 0');
    await ensure();
    expect(said).toEqual([]);
    expect(existsSync(tools)).toBe(false);
  });

  it('is built once, with Go, with a message', async () => {
    await workingGo();
    await ensure();
    expect(findToxiproxy(tools, '')).toBe(join(tools, `toxiproxy-${versions.toxiproxy}`, 'toxiproxy-server'));
    expect(said[0]).toMatch(/^building Toxiproxy .* \.\.\.$/);
    await program('go', 'exit 1');
    await ensure();
    expect(said).toHaveLength(2);
  });

  it('is not left incomplete by a failed build, and the next one repairs it', async () => {
    await program('go', 'echo junk > "$GOBIN/server"; echo "dial tcp: no such host" >&2; exit 1');
    await expect(ensure()).rejects.toThrow(/could not build Toxiproxy \(is there a network\?\): dial tcp/);
    expect(await readdir(tools)).toEqual([]);
    await workingGo();
    await ensure();
    expect(findToxiproxy(tools, '')).toBeDefined();
  });

  it('cleans up after a killed build', async () => {
    await workingGo();
    // No process has this pid: it is above Linux's maximum.
    await mkdir(join(tools, 'toxiproxy.99999999'), { recursive: true });
    await ensure();
    expect(await readdir(tools)).toEqual([`toxiproxy-${versions.toxiproxy}`]);
  });

  it('is refused without Go, with the command to install it', async () => {
    const refused = ensure();
    await expect(refused).rejects.toThrow(NotPossible);
    await expect(refused).rejects.toThrow(/Toxiproxy .* not installed: `.*go.*`, and then/);
  });
});
