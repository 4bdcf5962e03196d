import { PreparationFailed, prepare } from './prepare.mjs';

/** Installs and builds what changed, then runs the built program in this process, so that one signal ends everything. */
export async function runBuilt(program) {
  try {
    await prepare();
  } catch (error) {
    if (!(error instanceof PreparationFailed)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  process.umask(0o077);
  process.setSourceMapsEnabled(true);
  await import(`../dist/${program}`);
}
