import { type ReactNode, useEffect } from 'react';

interface PageParts {
  readonly title: string;
  /** Where the page is: "Organization / Settings". */
  readonly place?: readonly string[];
  /** What the page is about, in a sentence or two. */
  readonly about?: ReactNode;
  /** The acts of the whole page, upper right. */
  readonly acts?: ReactNode;
  readonly children: ReactNode;
}

/** A page with its one heading, which names the document as well. */
export function Page({ title, place = [], about, acts, children }: PageParts) {
  useEffect(() => {
    document.title = `${title} · Keyledger`;
  }, [title]);
  return (
    <>
      <div className="page-head">
        <div>
          {place.length > 0 && <p className="place">{place.join(' / ')}</p>}
          <h1 tabIndex={-1}>
            <bdi>{title}</bdi>
          </h1>
          {about && <div className="about">{about}</div>}
        </div>
        {acts && <div className="page-acts">{acts}</div>}
      </div>
      {children}
    </>
  );
}
