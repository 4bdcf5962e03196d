import { parentPort } from 'node:worker_threads';
import { type Question, rulingOn } from './password-guesses.js';

/** What runs in a thread of its own: says that it has begun, and then rules on the password that it is asked about. */
parentPort?.on('message', (question: Question) => {
  parentPort?.postMessage('begun');
  parentPort?.postMessage(rulingOn(question));
});
