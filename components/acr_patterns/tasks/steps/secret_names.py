"""Names that a secret has: what is called so is not sent where Azure shows it."""

import re

NAMED_LIKE_A_SECRET = re.compile(
    r"(?i:(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?|(?:^|_)PAT)\Z)|(?<=[a-z0-9])P(?:at|AT)\Z"
)
"""Of variables, arguments and values, in capitals or in camelCase: DB_PASSWORD, npmToken, gitPat; not HEARTBEAT or myPath."""
