import { parentPort } from 'node:worker_threads';
import { type Question, rulingOn } from './password-guesses.js';

/** The program of the password thread: it reports that it is ready, and then judges the passwords that it is sent. */
parentPort?.on('message', (question: Question) => {
  parentPort?.postMessage('begun');
  parentPort?.postMessage(rulingOn(question));
});
