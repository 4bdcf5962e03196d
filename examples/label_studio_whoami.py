"""Who am I? The unmodified Label Studio SDK against Keyledger, with a personal access token or a legacy token.

    KEYLEDGER_TOKEN=… python examples/label_studio_whoami.py
"""

import os

from label_studio_sdk import LabelStudio

client = LabelStudio(
    base_url=os.environ.get("KEYLEDGER_URL", "http://127.0.0.1:8080"),
    api_key=os.environ["KEYLEDGER_TOKEN"],
)
print(client.users.whoami().email)
