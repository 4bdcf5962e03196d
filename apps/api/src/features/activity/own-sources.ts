import { Injectable } from '@nestjs/common';
import { PersonalData } from '#credentials/personal-data';
import * as User from '#domain/user';
import type { ActivityView } from './activity-view.js';

/** A stored event: `data` is JSON in which sealed texts stay sealed. */
interface Stored {
  readonly stream: string;
  readonly data: string;
}

/** Members of events that hold the network address of the actor. */
const members = ['source', 'ip'] as const;

/** Shows people from which addresses they, or somebody in their name, signed in. No list shows that to anybody else. */
@Injectable()
export class OwnSources {
  constructor(private readonly personalData: PersonalData) {}

  /** The view with the addresses that are sealed under the person's own key. */
  async shown(personId: string, entry: Stored, view: ActivityView): Promise<ActivityView> {
    const own = `s1.${User.subjectOf(personId)}.`;
    if (!entry.data.includes(own)) return view;
    const data = JSON.parse(entry.data) as Record<string, unknown>;
    const stream = entry.stream.startsWith('activity-') ? 'activity' : entry.stream;
    const details: Record<string, unknown> = { ...view.details };
    for (const field of members) {
      const sealed = data[field];
      if (typeof sealed === 'string' && sealed.startsWith(own)) details[field] = await this.personalData.open(sealed, { stream, field });
    }
    return { ...view, details };
  }
}
