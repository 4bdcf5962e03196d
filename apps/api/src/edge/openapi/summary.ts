import { SetMetadata } from '@nestjs/common';

export const summaryKey = 'keyledger:summary';

/** What a route does, in sentences for its callers. They appear in the OpenAPI document and on the page under /docs. */
export const Summary = (sentences: string) => SetMetadata(summaryKey, sentences);
