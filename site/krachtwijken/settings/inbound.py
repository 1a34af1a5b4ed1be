"""Mail that comes in. Without INBOUND_ADDRESS nothing is asked of anybody and nothing is fetched."""

from krachtwijken.settings import env

# Answers to mail of the loket come here, with a key behind a plus: loket+key@…
INBOUND_ADDRESS = env.text("INBOUND_ADDRESS")
# Where they are fetched: a folder (Maildir), or else a box on a server, over TLS.
INBOUND_MAILDIR = env.text("INBOUND_MAILDIR")
INBOUND_IMAP_HOST = env.text("INBOUND_IMAP_HOST")
INBOUND_IMAP_PORT = env.number("INBOUND_IMAP_PORT", 993)
INBOUND_IMAP_USER = env.text("INBOUND_IMAP_USER")
INBOUND_IMAP_PASSWORD = env.text("INBOUND_IMAP_PASSWORD")
# The authority behind the certificate of the server, when no public one is.
INBOUND_IMAP_CA_FILE = env.text("INBOUND_IMAP_CA_FILE")
INBOUND_IMAP_FOLDER = env.text("INBOUND_IMAP_FOLDER", "INBOX")
# Where a mail goes that was read, in both.
INBOUND_PROCESSED_FOLDER = env.text("INBOUND_PROCESSED_FOLDER", "Verwerkt")
# Of a larger mail only the beginning is read.
INBOUND_MAX_MB = env.number("INBOUND_MAX_MB", 25)
# The name under which the own mail server writes Authentication-Results; of others the header says nothing.
INBOUND_AUTHSERV_ID = env.text("INBOUND_AUTHSERV_ID")
