/** The last characters of an id, which tell things of one name apart; the whole id on hover, and in the menu of the row. */
export const Id = ({ id }: { readonly id: string }) => (
  <code className="id" title={id}>
    {id.slice(-6)}
  </code>
);

/** The name of a thing with the end of its id; a thing without a name is told by its kind. */
export const Named = ({ name, id, none }: { readonly name: string | null; readonly id: string; readonly none: string }) => (
  <span>
    {name === null ? <span className="soft">{none}</span> : <bdi>{name}</bdi>} <Id id={id} />
  </span>
);
