/** From where a key is good. */
export function AllowedAddresses({ addresses }: { readonly addresses: readonly string[] }) {
  if (addresses.length === 0) return <span className="soft">everywhere</span>;
  return (
    <ul className="plain-list">
      {addresses.map((address) => (
        <li key={address}>
          <code>{address}</code>
        </li>
      ))}
    </ul>
  );
}
