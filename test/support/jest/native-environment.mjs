import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
// Nest begins to import these when a pipe is made, without waiting. A test that asks for one of them meanwhile would be refused by Node.
import 'class-transformer';
import 'class-validator';
import { TestEnvironment } from 'jest-environment-node';
import { answerValidator, answerValidatorOf } from './answer-validators.mjs';

/** The symbol of the function by which a test's modules get one that Node has loaded. */
export const nativeLoader = 'keyledger.native-loader';

const load = createRequire(import.meta.url);
/**
 * What each context would otherwise have of its own: what decorators write to `Reflect` is read by Nest, a spy on `Date.now` is for the
 * modules under test, and an error of theirs is an `Error` for the test.
 */
const shared = { Reflect, Date, Error, AggregateError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

/**
 * What was stored for asynchronous work since the last suite. Jest makes a storage for each suite and leaves it on, and with fifty of them
 * Node 20 takes a hundred times as long for each promise.
 */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...args) {
  storages.add(this);
  return run.apply(this, args);
};

/** Tests run in a context of their own, on modules that Node has loaded outside of it. */
export default class NativeEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    Object.assign(this.global, shared, { [Symbol.for(nativeLoader)]: load, [Symbol.for(answerValidator)]: answerValidatorOf });
  }

  /** A spy of one suite must not be there for the next, nor a storage. */
  async teardown() {
    this.moduleMocker.restoreAllMocks();
    for (const storage of storages) storage.disable();
    storages.clear();
    await super.teardown();
  }
}
