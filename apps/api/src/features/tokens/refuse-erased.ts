import { SubjectErased } from '#credentials/personal-data';
import { Refusal } from '#domain/refusal';

/** To be called with what sealing a text about somebody threw. @throws Refusal user/erased where that person was erased; else the error */
export function refuseErased(error: unknown): never {
  throw error instanceof SubjectErased ? new Refusal('user/erased') : error;
}
