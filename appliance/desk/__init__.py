"""What people do with conversations: who they are, what they may, what they did."""
