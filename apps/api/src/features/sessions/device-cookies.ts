import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SecretDigests } from '#credentials/secret-digests';

export const deviceCookieName = 'keyledger_device';

/**
 * A browser that has signed in to an account proves it with this cookie, so that strangers who guess at the account cannot lock it out. The
 * cookie alone admits nobody.
 */
@Injectable()
export class DeviceCookies {
  constructor(private readonly digests: SecretDigests) {}

  issue(emailDigest: string): string {
    const id = randomBytes(16).toString('base64url');
    return `${id}.${this.#signature(id, emailDigest)}`;
  }

  /** Id of the device if the cookie was issued to this account, else null. */
  deviceId(cookie: string | undefined, emailDigest: string): string | null {
    const [id = '', signature = ''] = (cookie ?? '').split('.');
    const expected = Buffer.from(this.#signature(id, emailDigest));
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected) ? id : null;
  }

  #signature(id: string, emailDigest: string): string {
    return this.digests.digest(`device ${id} ${emailDigest}`);
  }
}
