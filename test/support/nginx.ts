import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from './eventually.js';
import { readProjectFile } from './project-files.js';

export interface RunningProxy {
  stop(): Promise<void>;
}

/** The real nginx with this configuration, until `isServing` passes. */
export async function startNginx(binary: string, configuration: string, isServing: () => Promise<void>): Promise<RunningProxy> {
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${directory}/${name};`);
  const head = `daemon off; master_process off; pid ${directory}/pid; error_log ${directory}/error.log;\n`;
  const inHttp = `http {\n  access_log off; ${temporary.join(' ')}\n`;
  await writeFile(join(directory, 'nginx.conf'), head + configuration.replace('http {\n', inHttp));
  const nginx = spawn(binary, ['-c', join(directory, 'nginx.conf'), '-p', directory], { stdio: 'ignore' });
  const ended = once(nginx, 'close');
  await eventually(isServing);
  const stop = async () => {
    nginx.kill('SIGKILL');
    // It may be writing a file until then.
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  return { stop };
}

interface InFront {
  readonly binary: string;
  readonly port: number;
  /** Where Keyledger listens. */
  readonly keyledger: string;
  /** Over https with a certificate of its own, which no browser trusts. */
  readonly isHttps?: boolean;
  readonly change?: (configuration: string) => string;
}

/** nginx in front of Keyledger as the how-to configures it, below `/keyledger/` on this port. */
export async function startNginxInFront({
  binary,
  port,
  keyledger,
  isHttps = false,
  change = (text) => text,
}: InFront): Promise<RunningProxy> {
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
  const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => join(directory, name));
  if (isHttps) {
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=keyledger.test'];
    await promisify(execFile)('openssl', [...request, '-keyout', key, '-out', certificate]);
  }
  const ofTheGuide = readProjectFile('docs/how-to/keyledger-behind-nginx.conf')
    .replace('listen 443 ssl', `listen 127.0.0.1:${port}${isHttps ? ' ssl' : ''}`)
    .replace('/etc/ssl/example.org.pem', certificate)
    .replace('/etc/ssl/example.org.key', key)
    .replace('http://127.0.0.1:8080', keyledger);
  const configuration = isHttps ? ofTheGuide : ofTheGuide.replace(/^ *ssl_certificate.*\n/gm, '');
  const isServing = async () => {
    // The certificate is not looked at: that nginx answers at all is what is waited for.
    const answer = await fetch(`${isHttps ? 'https' : 'http'}://127.0.0.1:${port}/`).catch((error) => error);
    if (answer instanceof Error && !/SELF_SIGNED|ALTNAME/.test(String((answer.cause as { code?: string })?.code))) throw answer;
  };
  const nginx = await startNginx(binary, change(configuration), isServing);
  const stop = async () => {
    await nginx.stop();
    await rm(directory, { recursive: true, force: true });
  };
  return { stop };
}
