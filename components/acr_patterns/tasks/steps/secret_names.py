"""Names that a secret has: what is called so is not sent where Azure shows it."""

import re

_WORDS = "PASSWORDS?|PASSWD|SECRETS?|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?|CONNECTION_?STRING|CONN_?STR|(?:^|_)PAT"
_OF_AN_ENVIRONMENT = "_?(?:PROD|PRODUCTION|STAGING|STAGE|TEST|DEV|OLD|NEW|PRIMARY|SECONDARY)"

NAMED_LIKE_A_SECRET = re.compile(rf"(?i:(?:{_WORDS})(?:_?[0-9]+|{_OF_AN_ENVIRONMENT})?\Z)|(?<=[a-z0-9])P(?:at|AT)\Z")
"""Of variables, arguments and values, in capitals or in camelCase: DB_PASSWORD, PASSWORD1, DB_PASSWORD_PROD, npmToken, gitPat; not HEARTBEAT,
myPath or TOKEN_URL."""
