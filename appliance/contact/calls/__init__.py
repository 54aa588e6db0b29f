"""The call and its legs, from the first SETUP or INVITE until its books are closed."""
