import { afterAll, beforeAll } from '@jest/globals';
import { TestApp } from './test-app.js';

/** A server that runs while the surrounding tests do; ask for it inside of them. */
export function runningApp(settings: Record<string, string> = {}): () => TestApp {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(settings);
  });
  afterAll(() => app.close());
  return () => app;
}
