import { runPython } from './python-session.js';

/** Before every program: `client(key)`, `refused(act)` and `answer(value)`, of which the last is printed as JSON. */
const prelude = `
import json, os, warnings
warnings.simplefilter('ignore')
import labelbox
from labelbox import Client, TimeUnit
from labelbox.schema.api_key import ApiKey
from labelbox.schema.user import User
client = lambda key, **more: Client(key, endpoint=os.environ['URL'] + '/graphql', rest_endpoint=os.environ['URL'] + '/api/v1', **more)
def refused(act):
    try:
        act()
    except Exception as error:
        return [type(error).__name__, str(error)]
    return 'not refused'
def answer(value): print(json.dumps(value))
`;

/** Runs lines of Python with the unmodified SDK in a process of its own. @returns what they answer */
export async function runLabelbox(python: string, url: string, lines: string, variables: Record<string, string> = {}): Promise<unknown> {
  const { code, output, errors } = await runPython(python, prelude + lines, { URL: url, ...variables });
  if (code !== 0) throw new Error(errors);
  return JSON.parse(output);
}
