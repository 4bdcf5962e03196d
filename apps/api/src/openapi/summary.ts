import { SetMetadata, type Type } from '@nestjs/common';

export const summaryKey = 'keyledger:summary';

/** What a route does, in sentences for its callers; stands in the OpenAPI document and on the page under /docs. */
export const Summary = (sentences: string) => SetMetadata(summaryKey, sentences);

export const readsKey = 'keyledger:reads';

/** What a body looks like that a route reads without the validation pipe. */
export const Reads = (body: Type) => SetMetadata(readsKey, body);
