"""What a visitor tells the redactie without an account: that something is no longer right, or that there is an approach."""
