import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

export const script = 'console.log("keyledger");\n'.repeat(50);
export const style = 'body { color: canvastext }\n';
export const picture = '<svg xmlns="http://www.w3.org/2000/svg"/>';

/** A folder as the build leaves one, with a script that is compressed, a style that is not, and a picture. Returns its path. */
export async function builtConsole(base = '<base href="/console/">'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keyledger-console-'));
  await mkdir(join(folder, 'assets'));
  const index = `<!doctype html><html lang="en"><head>${base}<title>Keyledger</title></head><body></body></html>`;
  await writeFile(join(folder, 'index.html'), index);
  const assets: Record<string, string | Buffer> = {
    'main-ABC123.js': script,
    'main-ABC123.js.br': brotliCompressSync(script),
    'main-ABC123.js.gz': gzipSync(script),
    'main-DEF456.css': style,
    'logo-789.svg': picture,
    'notes.txt': 'not served',
  };
  for (const [name, content] of Object.entries(assets)) await writeFile(join(folder, 'assets', name), content);
  return folder;
}
