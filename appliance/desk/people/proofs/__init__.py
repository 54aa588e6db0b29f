"""What somebody has or knows besides the password."""
