"""Signing in at the company's provider (OpenID Connect Core 1.0: authorization code with PKCE)."""
