"""What is written of a team: each one transaction with its row in the trail and its mails."""
