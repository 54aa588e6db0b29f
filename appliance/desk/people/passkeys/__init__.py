"""Passkeys (WebAuthn): a person proves to be there by a device of their own, at one address of the console."""
