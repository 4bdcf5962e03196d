import { readFileSync } from 'node:fs';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const [major, minor] = engines.node.match(/\d+/g).map(Number);
const [hereMajor, hereMinor] = process.versions.node.split('.').map(Number);

// An older Node would fail later, in other people's code, with a message that names neither Node nor its version.
if (hereMajor < major || (hereMajor === major && hereMinor < minor)) {
  process.stderr.write(
    `Keyledger needs Node ${major}.${minor} or newer, and this is Node ${process.versions.node}. See https://nodejs.org/.\n`,
  );
  process.exit(1);
}
