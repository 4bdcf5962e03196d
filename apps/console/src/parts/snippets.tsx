import { useState } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { CopyButton } from './copy-button.js';

export interface Snippet {
  readonly title: string;
  /** The code, given the credential or what stands in its place. */
  readonly code: (credential: string) => string;
  readonly note?: string;
}

const stand = 'YOUR_TOKEN';

/** How a credential is used, one tab for each way. A credential stands in the code only where the person asks for it. */
export function Snippets({ snippets, credential }: { readonly snippets: readonly Snippet[]; readonly credential?: string }) {
  const [isIncluded, setIncluded] = useState(false);
  const used = isIncluded && credential !== undefined ? credential : stand;
  return (
    <div className="snippets">
      <Tabs>
        <TabList aria-label="How to use it">
          {snippets.map(({ title }) => (
            <Tab key={title} id={title}>
              {title}
            </Tab>
          ))}
        </TabList>
        {snippets.map(({ title, code, note }) => (
          <TabPanel key={title} id={title}>
            {note && <p className="hint">{note}</p>}
            <pre>
              <code>{code(used)}</code>
            </pre>
            <CopyButton text={code(used)} what={`the code for ${title}`} />
          </TabPanel>
        ))}
      </Tabs>
      {credential !== undefined && (
        <Checkbox isSelected={isIncluded} onChange={setIncluded} className="checkbox">
          <span className="checkbox-box" aria-hidden="true" />
          Include my token
        </Checkbox>
      )}
    </div>
  );
}
