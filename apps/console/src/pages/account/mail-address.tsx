/** An address to write to; the person may have been erased. */
export function MailAddress({ email }: { readonly email: string | null }) {
  if (email === null) return <span className="soft">erased person</span>;
  return (
    <a href={`mailto:${encodeURIComponent(email)}`}>
      <bdi>{email}</bdi>
    </a>
  );
}
