/** Grafbase's gateway: `node grafbase.mjs SERVICES`, a file with the subgraphs as JSON: `[{ name, sdl, url }]`. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const binary = fileURLToPath(new URL('node_modules/@grafbase/cli-x86_64-unknown-linux-musl/grafbase', import.meta.url));
const services = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'grafbase-'));

const subgraphs = services.map(({ name, sdl, url }) => {
  const schema = join(folder, `${name}.graphql`);
  writeFileSync(schema, sdl);
  return `[subgraphs.${name}]\nurl = "${url}"\nschema_path = "${schema}"\n`;
});
const config = join(folder, 'grafbase.toml');
writeFileSync(config, `${subgraphs.join('\n')}\n[[headers]]\nrule = "forward"\nname = "authorization"\n`);

const probe = createServer().listen(0, '127.0.0.1', () => {
  const { port } = probe.address();
  probe.close(() => start(port));
});

function start(port) {
  const child = spawn(binary, ['dev', '--config', config, '--listen-address', `127.0.0.1:${port}`], {
    cwd: folder,
    env: { ...process.env, HOME: folder },
    stdio: ['ignore', 'ignore', process.env.LOG_LEVEL === 'debug' ? 'inherit' : 'ignore'],
  });
  const end = (code) => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(code);
  };
  child.on('exit', () => end(1));
  process.on('SIGTERM', () => {
    child.removeAllListeners('exit').on('exit', () => end(0));
    child.kill('SIGTERM');
  });
  const url = `http://127.0.0.1:${port}/graphql`;
  waitUntilReady(url).then(
    () => process.send?.({ ready: true, url, pid: child.pid }),
    () => child.kill('SIGTERM'),
  );
}

async function waitUntilReady(url) {
  for (let tries = 0; tries < 300; tries++) {
    const body = JSON.stringify({ query: '{ __typename }' });
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).then(
      (response) => response.text(),
      () => '',
    );
    if (answer.includes('Query')) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('It did not become ready.');
}
