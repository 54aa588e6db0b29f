"""Work that no caller waits for: sealing and handing out recordings, bringing configuration into force."""
