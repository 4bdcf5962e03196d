import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '#installation/config';
import { productFolder } from '#installation/version';
import { entityTag } from '../../edge/http/entity-tag.js';
import { html } from '../../edge/pages/html.js';
import { consolePath } from '../../edge/pages/page-addresses.js';

/** How a file beside an asset is named that has its content in this encoding; what is smaller comes first. */
const suffixes = { br: '.br', gzip: '.gz' } as const;
export type Encoding = keyof typeof suffixes;

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface ConsoleAsset {
  readonly type: string;
  readonly content: Buffer;
  readonly encoded: ReadonlyMap<Encoding, Buffer>;
}

export interface ConsolePage {
  readonly text: string;
  readonly tag: string;
}

/** As the build writes it, for a server whose public URL has no path. */
const baseElement = `<base href="${consolePath}">`;

/** The built console, which is read into memory once: what is asked for is looked up by its name, and no path reaches a disk. */
@Injectable()
export class ConsoleFiles implements OnModuleInit {
  /** Null where the console was switched off, or was not built. */
  page: ConsolePage | null = null;
  #assets: ReadonlyMap<string, ConsoleAsset> = new Map();

  constructor(private readonly config: Config) {}

  onModuleInit(): void {
    this.load(join(productFolder, 'dist/console'));
  }

  /**
   * Serves what was built into this folder from now on. It reads at once: while read models catch up before the server listens, each turn
   * of the event loop is long, and a start that waited for hundreds of files would wait for all of the log.
   *
   * @throws Error when its page does not say where it is
   */
  load(folder: string): void {
    if (!this.config.values.KEYLEDGER_CONSOLE || !existsSync(join(folder, 'index.html'))) return;
    this.page = pageOf(readFileSync(join(folder, 'index.html'), 'utf8'), this.config.basePath);
    this.#assets = assetsIn(join(folder, 'assets'));
  }

  asset(name: string): ConsoleAsset | undefined {
    return this.#assets.get(name);
  }
}

/** Addresses in the console are relative to its base, so that it works below the path of the public URL. */
function pageOf(built: string, basePath: string): ConsolePage {
  if (!built.includes(baseElement)) throw new Error(`The page of the console has no ${baseElement}.`);
  const text = built.replace(baseElement, () => html`<base href="${basePath}${consolePath}">`.text);
  return { text, tag: entityTag(text) };
}

function assetsIn(folder: string): Map<string, ConsoleAsset> {
  const present = new Set(readdirSync(folder));
  const assets = new Map<string, ConsoleAsset>();
  for (const name of present) {
    const type = types[extname(name)];
    if (type === undefined) continue;
    const encoded = new Map<Encoding, Buffer>();
    for (const [encoding, suffix] of Object.entries(suffixes) as [Encoding, string][]) {
      if (present.has(name + suffix)) encoded.set(encoding, readFileSync(join(folder, name + suffix)));
    }
    assets.set(name, { type, content: readFileSync(join(folder, name)), encoded });
  }
  return assets;
}
