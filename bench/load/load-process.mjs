// The load generator: a process of its own, on a core of its own. Each message is one task, and is answered with its result.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { cpus } from 'node:os';
import { openConnection } from './connection.mjs';
import { latencies } from './latencies.mjs';
import { requestsOf } from './requests.mjs';

/** This process is tied to one core; the number of cores says whether the server has another. */
const hasOwnCore = cpus().length > 1;
const sets = new Map();
const answerEnd = Buffer.from('0\r\n\r\n');

const tasks = {
  /** Prepares requests under a name, so that building them is not part of the measurement. */
  prepare: async ({ name, form, credentialsFile }) => {
    sets.set(name, { requests: requestsOf(form, readFileSync(credentialsFile, 'utf8').split('\n').filter(Boolean)), next: 0 });
    return sets.get(name).requests.length;
  },
  /**
   * Keeps one request in flight on each of `connections`, until the time is over or `requests` are answered. With `perSecond` it sends at
   * that rate, and the latency of a request that an unanswered one delayed counts from when it was due (against coordinated omission).
   */
  send: (task) => new Run(task, sets.get(task.name)).ended,
  /** Reads one long response after another until the time is over, and counts only its bytes. */
  read: ({ port, request, durationMs }) => readOn(port, request, performance.now() + durationMs),
};

function readOn(port, request, untilMs, before = 0) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(request));
    const timer = setTimeout(() => socket.destroy(), untilMs - performance.now());
    let bytes = before;
    socket.on('data', (chunk) => {
      bytes += chunk.length;
      // The connection is kept alive, so a chunk of length zero marks the end of the response.
      if (chunk.subarray(-5).equals(answerEnd)) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(performance.now() < untilMs ? readOn(port, request, untilMs, bytes) : { bytes });
    });
  });
}

process.on('message', ({ id, kind, ...task }) => {
  tasks[kind](task).then(
    (result) => process.send({ id, result }),
    (error) => process.send({ id, error: error.stack }),
  );
});
process.on('disconnect', () => process.exit());

/** One measurement: the requests that were sent, and their results. */
class Run {
  #answered = 0;
  #sent = 0;
  #statuses = {};
  #bodies = [];
  #latencies = latencies();
  #connections = [];
  #startedAt = performance.now();
  #isOver = false;

  constructor(task, set) {
    this.task = { durationMs: Number.POSITIVE_INFINITY, requests: Number.POSITIVE_INFINITY, perSecond: Number.POSITIVE_INFINITY, ...task };
    this.set = set;
    this.ended = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    for (let i = 0; i < task.connections; i += 1) this.#connections.push(this.#connect());
    for (const connection of this.#connections) this.#goOn(connection, true);
    this.#stayAwake();
  }

  /**
   * Polls for responses without ever sleeping. A sleeping core would have to be woken for each response, which takes a virtual machine
   * longer than many a request and counts as the server's processor time: the slower a server, the more it would be charged.
   */
  #stayAwake() {
    if (this.#isOver || !hasOwnCore) return;
    setImmediate(() => this.#stayAwake());
  }

  #connect() {
    const connection = openConnection(this.task.port, {
      wantsBodies: this.task.keepsBodies,
      onAnswer: (status, body) => this.#note(connection, status, body),
      onEnd: (error) => {
        this.#isOver = true;
        this.reject(error ?? new Error('The server closed a connection.'));
      },
    });
    return connection;
  }

  #note(connection, status, body) {
    this.#answered += 1;
    this.#latencies.add(performance.now() - connection.startedAt);
    this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
    if (this.task.keepsBodies) this.#bodies[connection.index] = body;
    this.#goOn(connection, false);
  }

  /** A request that had to wait for a response on its connection counts from when it was due; a late timer is not the server's fault. */
  #goOn(connection, hasWaited) {
    const { durationMs, requests, perSecond } = this.task;
    const now = performance.now();
    if (now >= this.#startedAt + durationMs || this.#sent >= requests) return this.#endIfAnswered();
    const dueAt = perSecond === Number.POSITIVE_INFINITY ? now : this.#startedAt + (this.#sent * 1000) / perSecond;
    if (dueAt > now) return void setTimeout(() => this.#goOn(connection, true), Math.max(1, dueAt - now));
    connection.startedAt = hasWaited ? now : dueAt;
    connection.index = this.set.next % this.set.requests.length;
    this.set.next += 1;
    this.#sent += 1;
    connection.send(this.set.requests[connection.index]);
  }

  #endIfAnswered() {
    if (this.#sent > this.#answered) return;
    this.#isOver = true;
    for (const connection of this.#connections) connection.close();
    const wallMs = performance.now() - this.#startedAt;
    this.resolve({ answered: this.#answered, wallMs, statuses: this.#statuses, bodies: this.#bodies, ...this.#latencies.summary() });
  }
}
