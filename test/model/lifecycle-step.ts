import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { Answer, Person } from '../support/test-app.js';
import type { LifecycleModel } from './lifecycle-model.js';
import type { LifecycleWorld } from './lifecycle-world.js';

export const day = 86_400;
export const never = Number.POSITIVE_INFINITY;

export type Act = (world: LifecycleWorld, model: LifecycleModel, person: Person, choice: number) => Promise<void>;
/** How often, compared with the others, and what. */
export type Acts = Readonly<Record<string, readonly [weight: number, act: Act]>>;

/** One step, with the numbers that choose whom and what it is about. */
export class LifecycleStep implements fc.AsyncCommand<LifecycleModel, LifecycleWorld> {
  constructor(
    readonly name: string,
    readonly act: Act,
    readonly who: number,
    readonly choice: number,
  ) {}

  check = () => true;
  run = (model: LifecycleModel, world: LifecycleWorld) => this.act(world, model, world.people[this.who % world.people.length], this.choice);
  toString = () => `${this.name}(${this.who}, ${this.choice})`;
}

/** A few wishes for the credential that is replaced. */
export const overlapOf = (choice: number) =>
  [undefined, { overlapSeconds: 3600 }, { overlapSeconds: 6 * day, endsOnFirstUse: true }, { overlapSeconds: 7200, endsOnFirstUse: true }][
    choice % 4
  ];

export const status = (answer: Answer, expected: number) =>
  expect(`${answer.status} ${answer.status === expected ? '' : answer.text}`).toBe(`${expected} `);
export const of = ({ id: owner, organizationId: organization }: Person) => ({ owner, organization });
