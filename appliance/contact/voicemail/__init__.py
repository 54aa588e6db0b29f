"""Voicemail: boxes, the messages left in them, the lamps and mails that tell of them, and listening by phone."""
