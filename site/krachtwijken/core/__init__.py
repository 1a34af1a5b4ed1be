"""What all apps lean on: pages, outbox, audit, mail. Privacy, reference data and health too."""
