#!/usr/bin/env node
// Stands in for the command line where a test asks only which program is found.
process.stdout.write(`said ${process.argv.slice(2).join(' ')}\n`);
