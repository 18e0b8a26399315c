"""What an ACR task is made of: its source, its steps, its triggers, its logins and its runs."""
