import { useState } from 'react';

interface Selection<Item> {
  readonly all: readonly Item[];
  has(item: Item): boolean;
  toggle(item: Item): void;
  add(items: readonly Item[]): void;
  clear(): void;
}

/** What a person has chosen of a list, also of parts that filters hide by now. */
export function useSelection<Item extends { readonly id: string }>(): Selection<Item> {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Item>>(new Map());
  return {
    all: [...chosen.values()],
    has: ({ id }) => chosen.has(id),
    toggle: (item) =>
      setChosen((before) => new Map(before.has(item.id) ? [...before].filter(([id]) => id !== item.id) : [...before, [item.id, item]])),
    add: (items) => setChosen((before) => new Map([...before, ...items.map((item) => [item.id, item] as const)])),
    clear: () => setChosen(new Map()),
  };
}
