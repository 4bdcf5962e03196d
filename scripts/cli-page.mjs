import { PassThrough } from 'node:stream';
import { exitCodes } from '#cli/exit-codes';
import { createProgram } from '#cli/program';

const intro = `\`npx keyledger <command>\` in the folder of the project, or \`npm run keyledger -- <command>\`. What it prints on standard
output is the result and nothing else; explanations, questions, progress and errors go to standard error. Secrets are typed at a
prompt or read from standard input, each on a line of its own: first a credential, then a new password, then your password. An argument that
looks like a credential is refused.`;

/** The reference of the command line: the help of every command, as the program prints it. */
export function cliPage(generated) {
  const stream = new PassThrough();
  const { program } = createProgram({ input: stream, output: stream, errors: stream, environment: {} });
  const codes = Object.values(exitCodes).map(({ number, meaning }) => `| ${number} | ${meaning} |`);
  const exits = `## Exit codes\n\n| code | meaning |\n|--:|---|\n${codes.join('\n')}`;
  const sections = program.commands.map((command) => section(command, 2)).join('\n\n');
  return `# Command line\n\n${generated}\n\n${intro}\n\n${exits}\n\n${sections}`;
}

function section(command, depth) {
  const title = `${'#'.repeat(depth)} ${nameOf(command)}`;
  const inner = command.commands.map((each) => section(each, depth + 1));
  if (inner.length > 0) return [title, sentence(command.description()), ...inner].join('\n\n');
  return `${title}\n\n\`\`\`text\n${command.helpInformation().trimEnd()}\n\`\`\``;
}

const nameOf = (command) => (command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name());
const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}.`;
