import { collidingNames } from '#domain/admissions';
import * as Organization from '#domain/organization';
import type { LogView } from '#event-store/embedded/log-view';
import { toEvent } from '#event-store/upcast';
import { type Finding, ok, warn } from './finding.js';

const remedy = 'See their names with `keyledger service-accounts list`, and delete one of them; it can be created anew under another name.';

/**
 * Names the live service accounts whose names are one in the form in which names are compared. They are from before there was that
 * form, and no further account gets that name.
 */
export function checkNames(view: LogView): Finding[] {
  const findings = view.streamNames(Organization.stream('').name).flatMap((stream) => collisionsIn(view, stream));
  return findings.length > 0 ? findings : [ok('names', 'No two service accounts have the same one.')];
}

function collisionsIn(view: LogView, stream: string): Finding[] {
  const { decider } = Organization.stream('');
  const events = view.stream(stream).map((recorded) => toEvent<Organization.Event>(recorded));
  const state = events.reduce(decider.evolve, decider.initial);
  if (state.status === 'absent') return [];
  return collidingNames(state.admissions).map((ids) => warn('names', `Service accounts ${ids.join(' and ')} have the same one.`, remedy));
}
