"""Who calls: a customer's card, and what agents noted of each contact."""
