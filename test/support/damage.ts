import { open } from 'node:fs/promises';

const pageBytes = 4096;

/** Overwrites a file in place, but for its first page: anyone who has it open goes on and finds something else in it. */
export async function overwrite(path: string): Promise<void> {
  const file = await open(path, 'r+');
  const { size } = await file.stat();
  if (size > pageBytes) await file.write(Buffer.alloc(size - pageBytes, 0xa5), 0, size - pageBytes, pageBytes);
  await file.close();
}
